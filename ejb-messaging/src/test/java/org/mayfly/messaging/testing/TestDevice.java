package org.mayfly.messaging.testing;

import com.google.protobuf.ByteString;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.device.Devices;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.envelope.EnvelopeHeader;
import org.mayfly.protocol.envelope.EnvelopeWrap;
import org.mayfly.protocol.merkle.MerkleTree;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.verification.PrekeyBatchVerification;
import org.mayfly.protocol.wire.DeviceClass;
import org.mayfly.protocol.wire.DeviceList;
import org.mayfly.protocol.wire.ListedDevice;
import org.mayfly.protocol.wire.LogIn;
import org.mayfly.protocol.wire.Prekey;
import org.mayfly.protocol.wire.PrekeyBatch;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.RecipientWrap;
import org.mayfly.protocol.wire.SeenList;
import org.mayfly.protocol.wire.SignedDeviceList;
import org.mayfly.protocol.wire.SignedPrekeyBatch;
import org.mayfly.protocol.wire.Submit;
import org.mayfly.protocol.wire.UploadPrekeys;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A client's device as the server sees it: real keys, real signatures, sealed content made of random bytes. */
public final class TestDevice {

    private static final CryptoProvider CRYPTO = CryptoProvider.preferred();
    private static final Sha512 HASH = new Sha512(CRYPTO);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Bytes KEM_KEY = kemKey();

    public final NetworkId network;
    public final DeviceAddress address;
    private final List<Integer> suites;
    private final KeyPair identity;
    private final KeyPair signing = CRYPTO.p521KeyPairs(RANDOM).generateKeyPair();

    /** Of suite 0x0001 alone. */
    public TestDevice(NetworkId network, UserId user) {
        this(network, user, List.of(1));
    }

    public TestDevice(NetworkId network, UserId user, List<Integer> suites) {
        this(network, user, suites, CRYPTO.p521KeyPairs(RANDOM).generateKeyPair());
    }

    private TestDevice(NetworkId network, UserId user, List<Integer> suites, KeyPair identity) {
        this.identity = identity;
        this.suites = suites;
        this.network = network;
        this.address = new DeviceAddress(user, new DeviceId(random(16)));
    }

    public Actor.Device actor() {
        return new Actor.Device(network, address.user(), address.device());
    }

    /** Another device of the same user, under the same identity key. */
    public TestDevice sibling() {
        return new TestDevice(network, address.user(), suites, identity);
    }

    /** The list that follows one, with these devices. */
    public SignedDeviceList listAfter(SignedDeviceList before, TestDevice... devices) {
        return listAfter(
                parse(before).getVersion() + 1,
                HASH.hash(Bytes.of(before.getList().toByteArray())),
                devices);
    }

    public SignedDeviceList listAfter(long version, Bytes previous, TestDevice... devices) {
        var list = DeviceList.newBuilder()
                .setUser(wire(address.user().value()))
                .setVersion(version)
                .setPrevious(wire(previous));
        Stream.of(devices)
                .sorted(Comparator.comparing(device -> device.address.device()))
                .forEach(device -> list.addDevices(device.listed()));
        return signed(list.build().toByteString());
    }

    /** As the identity key signs it. */
    public SignedDeviceList signed(ByteString list) {
        return SignedDeviceList.newBuilder()
                .setIdentityKey(wire(key(identity).encoded()))
                .setList(list)
                .setSignature(sign(identity, SignedInput.deviceList(network, Bytes.of(list.toByteArray()))))
                .build();
    }

    public static DeviceList parse(SignedDeviceList signed) {
        try {
            return DeviceList.parseFrom(signed.getList());
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private ListedDevice listed() {
        var input = SignedInput.enrol(network, address.user(), key(identity), address.device());
        return ListedDevice.newBuilder()
                .setDevice(wire(address.device().value()))
                .setSigningKey(wire(key(signing).encoded()))
                .setDeviceClass(DeviceClass.DEVICE_CLASS_NATIVE)
                .addAllSuites(suites)
                .setCreated(1)
                .setEnrolSignature(sign(signing, input))
                .build();
    }

    public SignedDeviceList list() {
        return signed(DeviceList.newBuilder()
                .setUser(wire(address.user().value()))
                .setVersion(1)
                .addDevices(listed())
                .build()
                .toByteString());
    }

    public UploadPrekeys prekeys(int count, Instant created) {
        return prekeys(PrekeyType.PREKEY_TYPE_P521, count, created);
    }

    public UploadPrekeys kemPrekeys(int count, Instant created) {
        return prekeys(PrekeyType.PREKEY_TYPE_MLKEM1024, count, created);
    }

    /** What the device enrols with: as many ML-KEM keys as P-521 keys, where it names their suite. */
    public Devices.FirstPrekeys firstPrekeys(int count, Instant created) {
        var kem = suites.contains(2) ? Optional.of(kemPrekeys(count, created)) : Optional.<UploadPrekeys>empty();
        return new Devices.FirstPrekeys(prekeys(count, created), kem);
    }

    public UploadPrekeys kemPrekeys(List<Bytes> ids, Instant created) {
        return prekeys(PrekeyType.PREKEY_TYPE_MLKEM1024, ids, created);
    }

    private UploadPrekeys prekeys(PrekeyType type, int count, Instant created) {
        return prekeys(
                type, Stream.generate(() -> random(16)).limit(count).sorted().toList(), created);
    }

    private UploadPrekeys prekeys(PrekeyType type, List<Bytes> ids, Instant created) {
        // One key for all ids: what is tested here is the ids' use, and making 200 keys takes long.
        var key = type == PrekeyType.PREKEY_TYPE_P521
                ? key(CRYPTO.p521KeyPairs(RANDOM).generateKeyPair()).encoded()
                : KEM_KEY;
        var leaves = ids.stream()
                .map(id -> PrekeyBatchVerification.leaf(type, id, key))
                .toList();
        var batch = PrekeyBatch.newBuilder()
                .setUser(wire(address.user().value()))
                .setIdentityFingerprint(wire(HASH.fingerprint(key(identity))))
                .setDevice(wire(address.device().value()))
                .setType(type)
                .setBatch(wire(random(16)))
                .setCreated(created.toEpochMilli())
                .setExpires(created.plus(Duration.ofDays(30)).toEpochMilli())
                .setCount(ids.size())
                .setRoot(wire(MerkleTree.of(HASH, leaves).root()))
                .build()
                .toByteString();
        var signature = sign(signing, SignedInput.prekeyBatch(network, Bytes.of(batch.toByteArray())));
        var upload = UploadPrekeys.newBuilder()
                .setBatch(SignedPrekeyBatch.newBuilder().setBatch(batch).setSignature(signature));
        ids.forEach(id -> upload.addPrekeys(Prekey.newBuilder().setId(wire(id)).setKey(wire(key))));
        return upload.build();
    }

    public LogIn logIn(String serverName, Bytes nonce, Instant time, long generation) {
        var target = new SignedInput.LogInTarget(serverName, nonce);
        var input = SignedInput.logIn(network, target, address.user(), address.device(), time, generation);
        return LogIn.newBuilder()
                .setNetwork(wire(network.value()))
                .setUser(wire(address.user().value()))
                .setDevice(wire(address.device().value()))
                .setTime(time.toEpochMilli())
                .setStoreGeneration(generation)
                .setSignature(sign(signing, input))
                .build();
    }

    public Submit submit(MessageId message, Instant discardAt, DeviceAddress... recipients) {
        var header =
                new EnvelopeHeader(network, message, address, HASH.fingerprint(key(signing)), random(64), discardAt);
        var submit = Submit.newBuilder()
                .setHeader(wire(header.encode()))
                .setCiphertext(wire(random(528)))
                .setSignature(wire(random(132)));
        Stream.of(recipients)
                .sorted(Comparator.comparing(DeviceAddress::device))
                .forEach(recipient -> submit.addWraps(wrap(recipient)));
        return submit.build();
    }

    /** The same envelope, as made for these versions of device lists. */
    public static Submit seeing(Submit submit, Map<UserId, Long> lists) {
        var seeing = submit.toBuilder();
        lists.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(list -> seeing.addLists(SeenList.newBuilder()
                        .setUser(wire(list.getKey().value()))
                        .setVersion(list.getValue())));
        return seeing.build();
    }

    private static RecipientWrap wrap(DeviceAddress recipient) {
        var wrap = new EnvelopeWrap.Start(
                new EnvelopeWrap.Encapsulated(new PrekeyId(random(16)), random(133)), Optional.empty(), random(214));
        return RecipientWrap.newBuilder()
                .setUser(wire(recipient.user().value()))
                .setDevice(wire(recipient.device().value()))
                .setWrap(wire(wrap.encode()))
                .build();
    }

    public static MessageId message() {
        return new MessageId(random(16));
    }

    public static Bytes random(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    public static List<DeviceAddress> addresses(TestDevice... devices) {
        return Stream.of(devices).map(device -> device.address).toList();
    }

    private static Bytes kemKey() {
        try {
            var pair = KeyPairGenerator.getInstance("ML-KEM-1024", new BouncyCastleProvider())
                    .generateKeyPair();
            var spki = pair.getPublic().getEncoded();
            return Bytes.of(Arrays.copyOfRange(spki, spki.length - 1568, spki.length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static P521PublicKey key(KeyPair pair) {
        return P521PublicKey.of(pair.getPublic());
    }

    public static ByteString sign(KeyPair pair, SignedInput input) {
        try {
            var signature = CRYPTO.ecdsaSha512();
            signature.initSign(pair.getPrivate());
            signature.update(input.encoded().toArray());
            return ByteString.copyFrom(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ByteString wire(Bytes bytes) {
        return ByteString.copyFrom(bytes.toArray());
    }
}
