package org.mayfly.protocol.support;

import com.google.protobuf.ByteString;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.merkle.MerkleTree;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.verification.DeviceIdentity;
import org.mayfly.protocol.verification.PrekeyBatchVerification;
import org.mayfly.protocol.wire.DeviceClass;
import org.mayfly.protocol.wire.DeviceList;
import org.mayfly.protocol.wire.ListedDevice;
import org.mayfly.protocol.wire.Prekey;
import org.mayfly.protocol.wire.PrekeyBatch;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.SignedDeviceList;
import org.mayfly.protocol.wire.SignedPrekeyBatch;
import org.mayfly.protocol.wire.UploadPrekeys;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.IntStream;

/** A user with one device that publishes and signs. */
public final class TestUser {

    public static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final CryptoProvider provider;
    private final RandomSource random;
    public final NetworkId network;
    public final UserId user;
    public final DeviceId device;
    public final KeyPair identity;
    public final KeyPair signing;

    public TestUser(CryptoProvider provider) {
        this.provider = provider;
        this.random = RandomSource.of(provider);
        this.network = new NetworkId(random.bytes(16));
        this.user = new UserId(random.bytes(16));
        this.device = new DeviceId(random.bytes(16));
        this.identity = keyPair();
        this.signing = keyPair();
    }

    public KeyPair keyPair() {
        return provider.p521KeyPairs(random.secureRandom()).generateKeyPair();
    }

    public Bytes sign(KeyPair key, SignedInput input) {
        try {
            var signer = provider.ecdsaSha512();
            signer.initSign(key.getPrivate());
            signer.update(input.encoded().toArray());
            return Bytes.of(signer.sign());
        } catch (GeneralSecurityException broken) {
            throw new AssertionError(broken);
        }
    }

    public static ByteString wire(Bytes bytes) {
        return ByteString.copyFrom(bytes.toArray());
    }

    public static Bytes encoded(KeyPair pair) {
        return P521PublicKey.of(pair.getPublic()).encoded();
    }

    public ListedDevice.Builder listedDevice() {
        var proof = sign(signing, SignedInput.enrol(network, user, P521PublicKey.of(identity.getPublic()), device));
        return ListedDevice.newBuilder()
                .setDevice(wire(device.value()))
                .setSigningKey(wire(encoded(signing)))
                .setDeviceClass(DeviceClass.DEVICE_CLASS_NATIVE)
                .addSuites(1)
                .setCreated(NOW.toEpochMilli())
                .setEnrolSignature(wire(proof));
    }

    public DeviceList.Builder list() {
        return DeviceList.newBuilder().setUser(wire(user.value())).setVersion(1).addDevices(listedDevice());
    }

    public SignedDeviceList signed(DeviceList list) {
        return signed(Canonical.encode(list), identity);
    }

    public SignedDeviceList signed(Bytes list, KeyPair signer) {
        return SignedDeviceList.newBuilder()
                .setIdentityKey(wire(encoded(identity)))
                .setList(wire(list))
                .setSignature(wire(sign(signer, SignedInput.deviceList(network, list))))
                .build();
    }

    public DeviceIdentity deviceIdentity() {
        var hash = new Sha512(provider);
        return new DeviceIdentity(
                network,
                new DeviceAddress(user, device),
                hash.fingerprint(P521PublicKey.of(identity.getPublic())),
                P521PublicKey.of(signing.getPublic()));
    }

    /** A batch's keys; sign with {@link #signed(PrekeyBatch)}. */
    public UploadPrekeys.Builder prekeys(int count) {
        var keys = IntStream.range(0, count)
                .mapToObj(i -> Prekey.newBuilder()
                        .setId(wire(random.bytes(16)))
                        .setKey(wire(encoded(keyPair())))
                        .build())
                .sorted(Comparator.comparing(key -> Bytes.of(key.getId().toByteArray())))
                .toList();
        return UploadPrekeys.newBuilder().addAllPrekeys(keys);
    }

    /** Encapsulation keys that are well-formed and nobody's: all coefficients below the modulus. */
    public UploadPrekeys.Builder kemPrekeys(int count) {
        var keys = IntStream.range(0, count)
                .mapToObj(i -> Prekey.newBuilder()
                        .setId(wire(random.bytes(16)))
                        .setKey(ByteString.copyFrom(new byte[1536]).concat(wire(random.bytes(32))))
                        .build())
                .sorted(Comparator.comparing(key -> Bytes.of(key.getId().toByteArray())))
                .toList();
        return UploadPrekeys.newBuilder().addAllPrekeys(keys);
    }

    public PrekeyBatch.Builder batchOver(UploadPrekeys.Builder upload) {
        return batchOver(PrekeyType.PREKEY_TYPE_P521, upload);
    }

    private PrekeyBatch.Builder batchOver(PrekeyType type, UploadPrekeys.Builder upload) {
        var leaves = upload.getPrekeysList().stream()
                .map(key -> PrekeyBatchVerification.leaf(
                        type,
                        Bytes.of(key.getId().toByteArray()),
                        Bytes.of(key.getKey().toByteArray())))
                .toList();
        return PrekeyBatch.newBuilder()
                .setUser(wire(user.value()))
                .setIdentityFingerprint(wire(deviceIdentity().identityFingerprint()))
                .setDevice(wire(device.value()))
                .setType(type)
                .setBatch(wire(random.bytes(16)))
                .setCreated(NOW.toEpochMilli())
                .setExpires(NOW.plus(Duration.ofDays(30)).toEpochMilli())
                .setCount(upload.getPrekeysCount())
                .setRoot(wire(MerkleTree.of(new Sha512(provider), leaves).root()));
    }

    public SignedPrekeyBatch signed(PrekeyBatch batch) {
        var encoded = Canonical.encode(batch);
        return SignedPrekeyBatch.newBuilder()
                .setBatch(wire(encoded))
                .setSignature(wire(sign(signing, SignedInput.prekeyBatch(network, encoded))))
                .build();
    }

    public UploadPrekeys upload(int count) {
        return uploadOf(PrekeyType.PREKEY_TYPE_P521, prekeys(count));
    }

    public UploadPrekeys uploadOf(PrekeyType type, UploadPrekeys.Builder keys) {
        return keys.clone().setBatch(signed(batchOver(type, keys).build())).build();
    }
}
