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
import org.mayfly.protocol.verification.VerifiedDeviceList;
import org.mayfly.protocol.wire.DeviceClass;
import org.mayfly.protocol.wire.ListedDevice;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Makes a device: the first one of a new identity, or one more of an identity that the recovery bundle gave back.
 *
 * <p>Guarantee: the private part of a new identity key never leaves {@link #prepare}, but for what {@code unlocked} seals.
 */
public final class Enrolment {

    private final CryptoProvider provider;
    private final RandomSource random;
    private final ErasableSecrets secrets;
    private final Equipment equipment;

    public Enrolment(CryptoProvider provider, RandomSource random, ErasableSecrets secrets) {
        this(provider, random, secrets, Equipment.FULL);
    }

    public Enrolment(CryptoProvider provider, RandomSource random, ErasableSecrets secrets, Equipment equipment) {
        this.provider = provider;
        this.random = random;
        this.secrets = secrets;
        this.equipment = equipment;
    }

    /**
     * What a device begins with.
     *
     * @param suites that it is to accept, ascending: fewer than this version speaks stand for an older one
     * @param oneTimeKeys of each type, 1 to 200
     */
    public record Equipment(List<Suite> suites, int oneTimeKeys) {

        public static final Equipment FULL = new Equipment(List.of(Suite.values()), Limits.PREKEY_POOL);

        public Equipment {
            suites = List.copyOf(suites);
        }
    }

    /** Whose device it will be. */
    public record Owner(NetworkId network, UserId user, DeviceClass deviceClass) {}

    /** Identity key, device key, device list 1 and one-time keys of each type. */
    public EnrolmentMaterial prepare(NetworkId network, UserId user, DeviceClass deviceClass, Instant now) {
        return prepare(new Owner(network, user, deviceClass), now, identity -> {});
    }

    /** The same. @param unlocked sees the identity key before it is erased: to seal it into recovery bundles */
    public EnrolmentMaterial prepare(Owner owner, Instant now, Consumer<P521KeyPair> unlocked) {
        try (var identity = P521KeyPair.generate(provider, random)) {
            unlocked.accept(identity);
            var lists = new OwnLists(provider, owner.network());
            return material(owner, identity, now, entry -> lists.first(owner.user(), entry, identity));
        }
    }

    /**
     * One more device, on the next version of the list.
     *
     * @param current the newest list, verified; its identity key is {@code identity}
     * @param identity stays the caller's to erase
     */
    public EnrolmentMaterial join(
            NetworkId network, DeviceClass deviceClass, VerifiedDeviceList current, P521KeyPair identity, Instant now) {
        var owner = new Owner(network, current.user(), deviceClass);
        var lists = new OwnLists(provider, network);
        return material(owner, identity, now, entry -> lists.with(current, entry, identity));
    }

    private EnrolmentMaterial material(
            Owner owner, P521KeyPair identity, Instant now, Function<ListedDevice, SignedDeviceList> listing) {
        var device = new DeviceId(random.bytes(Sizes.ID));
        var address = new DeviceAddress(owner.user(), device);
        var signing = P521KeyPair.generate(provider, random);
        var list = listing.apply(listed(owner, identity, device, signing, now));
        var deviceIdentity = new DeviceIdentity(
                owner.network(), address, new Sha512(provider).fingerprint(identity.publicKey()), signing.publicKey());
        var making = new PrekeyMaking(provider, random, secrets, deviceIdentity);
        var prekeys = making.make(PrekeyType.PREKEY_TYPE_P521, equipment.oneTimeKeys(), signing, now);
        var kemPrekeys = making.make(PrekeyType.PREKEY_TYPE_MLKEM1024, equipment.oneTimeKeys(), signing, now);
        return new EnrolmentMaterial(
                device,
                list,
                prekeys.upload(),
                kemPrekeys.upload(),
                prekeys.unit()
                        .and(kemPrekeys.unit().changes())
                        .and(ownDevice(owner.network(), address, list, identity, signing)));
    }

    private ListedDevice listed(Owner owner, P521KeyPair identity, DeviceId device, P521KeyPair signing, Instant now) {
        var proof = SignedInput.enrol(owner.network(), owner.user(), identity.publicKey(), device);
        return ListedDevice.newBuilder()
                .setDevice(wire(device.value()))
                .setSigningKey(wire(signing.publicKey().encoded()))
                .setDeviceClass(owner.deviceClass())
                .addAllSuites(equipment.suites().stream().map(Suite::number).toList())
                .setCreated(now.toEpochMilli())
                .setEnrolSignature(wire(new Signer(provider).sign(signing, proof)))
                .build();
    }

    private List<Change> ownDevice(
            NetworkId network,
            DeviceAddress address,
            SignedDeviceList list,
            P521KeyPair identity,
            P521KeyPair signing) {
        var slot = secrets.reserve();
        var nameSlot = secrets.reserve();
        return List.of(
                new Change.WriteSecret(slot, signing.scalar()),
                new Change.WriteSecret(nameSlot, DeviceNames.key(provider, identity)),
                new Change.PutOwnDevice(new OwnDevice(
                        network,
                        address.user(),
                        address.device(),
                        Canonical.encode(list),
                        signing.publicKey().encoded(),
                        slot,
                        Optional.of(nameSlot))));
    }

    private static ByteString wire(Bytes bytes) {
        return ByteString.copyFrom(bytes.toArray());
    }
}
