package org.mayfly.protocol.client;

import com.google.protobuf.ByteString;
import org.mayfly.protocol.Limits;
import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.Suite;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.crypto.Signer;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.ErasableSecrets;
import org.mayfly.protocol.client.store.OwnDevice;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.verification.DeviceIdentity;
import org.mayfly.protocol.wire.DeviceClass;
import org.mayfly.protocol.wire.DeviceList;
import org.mayfly.protocol.wire.ListedDevice;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.time.Instant;
import java.util.List;

/** Makes a new identity with its first device. The identity key's private part never leaves {@link #prepare}. */
public final class Enrolment {

    private final CryptoProvider provider;
    private final RandomSource random;
    private final ErasableSecrets secrets;
    private final List<Suite> suites;

    public Enrolment(CryptoProvider provider, RandomSource random, ErasableSecrets secrets) {
        this(provider, random, secrets, List.of(Suite.values()));
    }

    /** @param suites what the device is to accept, ascending: fewer than this version speaks, to stand for an older one */
    public Enrolment(CryptoProvider provider, RandomSource random, ErasableSecrets secrets, List<Suite> suites) {
        this.provider = provider;
        this.random = random;
        this.secrets = secrets;
        this.suites = List.copyOf(suites);
    }

    /** Identity key, device key, device list 1 and a full pool of one-time keys of each type. */
    public EnrolmentMaterial prepare(NetworkId network, UserId user, DeviceClass deviceClass, Instant now) {
        var device = new DeviceId(random.bytes(Sizes.ID));
        try (var identity = P521KeyPair.generate(provider, random)) {
            var signing = P521KeyPair.generate(provider, random);
            var list =
                    list(network, user, listed(network, user, identity, device, signing, deviceClass, now), identity);
            var owner = new DeviceIdentity(
                    network,
                    new DeviceAddress(user, device),
                    new Sha512(provider).fingerprint(identity.publicKey()),
                    signing.publicKey());
            var making = new PrekeyMaking(provider, random, secrets, owner);
            var prekeys = making.make(PrekeyType.PREKEY_TYPE_P521, Limits.PREKEY_POOL, signing, now);
            var kemPrekeys = making.make(PrekeyType.PREKEY_TYPE_MLKEM1024, Limits.PREKEY_POOL, signing, now);
            return new EnrolmentMaterial(
                    device,
                    list,
                    prekeys.upload(),
                    kemPrekeys.upload(),
                    prekeys.unit()
                            .and(kemPrekeys.unit().changes())
                            .and(ownDevice(network, user, device, list, signing)));
        }
    }

    private ListedDevice listed(
            NetworkId network,
            UserId user,
            P521KeyPair identity,
            DeviceId device,
            P521KeyPair signing,
            DeviceClass deviceClass,
            Instant now) {
        var proof = SignedInput.enrol(network, user, identity.publicKey(), device);
        return ListedDevice.newBuilder()
                .setDevice(wire(device.value()))
                .setSigningKey(wire(signing.publicKey().encoded()))
                .setDeviceClass(deviceClass)
                .addAllSuites(suites.stream().map(Suite::number).toList())
                .setCreated(now.toEpochMilli())
                .setEnrolSignature(wire(new Signer(provider).sign(signing, proof)))
                .build();
    }

    private SignedDeviceList list(NetworkId network, UserId user, ListedDevice device, P521KeyPair identity) {
        var encoded = Canonical.encode(DeviceList.newBuilder()
                .setUser(wire(user.value()))
                .setVersion(1)
                .addDevices(device)
                .build());
        var signature = new Signer(provider).sign(identity, SignedInput.deviceList(network, encoded));
        return SignedDeviceList.newBuilder()
                .setIdentityKey(wire(identity.publicKey().encoded()))
                .setList(wire(encoded))
                .setSignature(wire(signature))
                .build();
    }

    private List<Change> ownDevice(
            NetworkId network, UserId user, DeviceId device, SignedDeviceList list, P521KeyPair signing) {
        var slot = secrets.reserve();
        return List.of(
                new Change.WriteSecret(slot, signing.scalar()),
                new Change.PutOwnDevice(new OwnDevice(
                        network,
                        user,
                        device,
                        Canonical.encode(list),
                        signing.publicKey().encoded(),
                        slot)));
    }

    private static ByteString wire(Bytes bytes) {
        return ByteString.copyFrom(bytes.toArray());
    }
}
