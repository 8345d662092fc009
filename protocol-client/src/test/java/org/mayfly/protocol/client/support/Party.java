package org.mayfly.protocol.client.support;

import com.google.protobuf.ByteString;
import org.mayfly.protocol.Suite;
import org.mayfly.protocol.client.DeviceDirectory;
import org.mayfly.protocol.client.DeviceProtocol;
import org.mayfly.protocol.client.Draft;
import org.mayfly.protocol.client.Enrolment;
import org.mayfly.protocol.client.Enrolment.Equipment;
import org.mayfly.protocol.client.KeyNeed;
import org.mayfly.protocol.client.Lifetime;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.NetworkPolicy;
import org.mayfly.protocol.client.OwnLists;
import org.mayfly.protocol.client.Reception;
import org.mayfly.protocol.client.Sealing;
import org.mayfly.protocol.client.StoredDevice;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.crypto.Signer;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.client.store.memory.MemoryStore;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.envelope.Submission;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.verification.DeviceListVerification;
import org.mayfly.protocol.verification.PrekeyBatchVerification;
import org.mayfly.protocol.verification.VerifiedDeviceList;
import org.mayfly.protocol.verification.VerifiedUpload;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.DeviceClass;
import org.mayfly.protocol.wire.DeviceList;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.SignedDeviceList;
import org.mayfly.protocol.wire.Submit;
import org.mayfly.protocol.wire.UploadPrekeys;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A person with one enrolled device, and what the relay has of it. */
public final class Party {

    public static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    public static final Lifetime DAY = new Lifetime(86_400, 0);
    public static final NetworkPolicy POLICY = new NetworkPolicy(new Lifetime(30 * 86_400, 0), true);

    /** Of each type, that the relay has at first: enough for most tests, and made in a fifth of a full pool's time. */
    public static final int ONE_TIME_KEYS = 40;

    public MemoryStore store = new MemoryStore();
    public final NetworkId network;
    public final UserId user;
    public final DeviceId device;
    public final SignedDeviceList list;
    public DeviceProtocol protocol;
    private final CryptoProvider provider;
    private final RandomSource random;
    private final List<Suite> suites;
    private Optional<P521KeyPair> identity = Optional.empty();
    private final Map<PrekeyType, Deque<ClaimedPrekey>> claimable = new EnumMap<>(PrekeyType.class);

    public Party(CryptoProvider provider, NetworkId network) {
        this(provider, network, new UserId(RandomSource.of(provider).bytes(16)), List.of(Suite.values()));
    }

    private Party(CryptoProvider provider, NetworkId network, UserId user, List<Suite> suites) {
        this.suites = suites;
        this.provider = provider;
        this.random = RandomSource.of(provider);
        this.network = network;
        this.user = user;
        var material = new Enrolment(provider, random, store.secrets(), new Equipment(suites, ONE_TIME_KEYS))
                .prepare(
                        new Enrolment.Owner(network, user, DeviceClass.DEVICE_CLASS_NATIVE),
                        NOW,
                        pair -> identity = Optional.of(copy(pair)));
        store.commit(material.unit());
        this.device = material.device();
        this.list = material.list();
        this.protocol = new StoredDevice(provider, random, store);
        publish(material.prekeys(), NOW);
        publish(material.kemPrekeys(), NOW);
    }

    /** One more device of the user who has this one first. */
    private Party(Party first, VerifiedDeviceList current, Instant now) {
        this.suites = first.suites;
        this.provider = first.provider;
        this.random = first.random;
        this.network = first.network;
        this.user = first.user;
        this.identity = first.identity;
        var material = new Enrolment(provider, random, store.secrets(), new Equipment(suites, ONE_TIME_KEYS))
                .join(network, DeviceClass.DEVICE_CLASS_WEB, current, first.identity.orElseThrow(), now);
        store.commit(material.unit());
        this.device = material.device();
        this.list = material.list();
        this.protocol = new StoredDevice(provider, random, store);
        publish(material.prekeys(), now);
        publish(material.kemPrekeys(), now);
    }

    private static P521KeyPair copy(P521KeyPair pair) {
        return new P521KeyPair(
                pair.publicKey(), SecretBytes.takeOver(pair.scalar().expose()));
    }

    /** @param current the user's newest list */
    public Party another(SignedDeviceList current, Instant now) {
        return new Party(this, verified(current), now);
    }

    /** The user's next list, without these devices. */
    public SignedDeviceList without(SignedDeviceList current, Set<DeviceId> removed) {
        return new OwnLists(provider, network).without(verified(current), removed, identity.orElseThrow());
    }

    /** Any list, signed by the user's identity key. */
    public SignedDeviceList signed(DeviceList wire) {
        var encoded = Canonical.encode(wire);
        var pair = identity.orElseThrow();
        var signature = new Signer(provider).sign(pair, SignedInput.deviceList(network, encoded));
        return SignedDeviceList.newBuilder()
                .setIdentityKey(ByteString.copyFrom(pair.publicKey().encoded().toArray()))
                .setList(ByteString.copyFrom(encoded.toArray()))
                .setSignature(ByteString.copyFrom(signature.toArray()))
                .build();
    }

    public SecretBytes identityScalar() {
        return identity.orElseThrow().scalar();
    }

    private VerifiedDeviceList verified(SignedDeviceList signed) {
        return new DeviceListVerification(provider)
                .verify(network, user, signed)
                .orElseThrow(fault -> new AssertionError(fault));
    }

    /** Two people of one network who have pinned each other. */
    public static List<Party> couple(CryptoProvider provider) {
        return couple(provider, List.of(Suite.values()), List.of(Suite.values()));
    }

    /** The same with devices that accept these suites. */
    public static List<Party> couple(CryptoProvider provider, List<Suite> suites, List<Suite> otherSuites) {
        var random = RandomSource.of(provider);
        var network = new NetworkId(random.bytes(16));
        var alice = new Party(provider, network, new UserId(random.bytes(16)), suites);
        var bob = new Party(provider, network, new UserId(random.bytes(16)), otherSuites);
        alice.pin(bob);
        bob.pin(alice);
        return List.of(alice, bob);
    }

    /** The same user with other keys, as a lying server or a new enrolment shows it. */
    public Party underNewIdentity() {
        return new Party(provider, network, user, suites);
    }

    /** The process ended; what is durable stays. */
    public void restart() {
        protocol = new StoredDevice(provider, random, store);
    }

    /** The store is as this copy of it was: restored from a backup, or the disk of a clone. */
    public void setBack(MemoryStore copy) {
        store = copy.copy();
        restart();
    }

    /** What the relay has of this device's one-time keys. */
    public Map<PrekeyType, List<ClaimedPrekey>> pools() {
        var pools = new EnumMap<PrekeyType, List<ClaimedPrekey>>(PrekeyType.class);
        claimable.forEach((type, keys) -> pools.put(type, List.copyOf(keys)));
        return pools;
    }

    /** The relay has these one-time keys of this device and no others. */
    public void setBackPools(Map<PrekeyType, List<ClaimedPrekey>> pools) {
        claimable.clear();
        pools.forEach((type, keys) -> claimable(type).addAll(keys));
    }

    /** Nothing that travelled in wraps of this device is at hand. */
    public void forgetReplyKeysOf(Party other) {
        var from = other.protocol.self();
        store.commit(UnitOfWork.of(store.receivedKeys(from, Instant.EPOCH).stream()
                .<Change>map(key -> new Change.RemoveReceivedKey(from, key.id()))
                .toList()));
    }

    /** The store lost what opens this envelope's wrap for this device: its one-time keys, and its epoch. */
    public void loseKeys(Submit submit) {
        for (var wrap : submit.getWrapsList()) {
            if (wrap.getDevice().equals(ByteString.copyFrom(device.toArray()))) {
                var lost = new ArrayList<Change>();
                Wraps.prekeys(wrap).forEach(id -> lost.add(new Change.RemovePrekey(id)));
                var place = Wraps.place(wrap);
                place.ifPresent(gone -> lost.add(new Change.RemoveReceivingEpoch(sender(submit), gone.epoch())));
                store.commit(UnitOfWork.of(lost));
            }
        }
    }

    private static DeviceAddress sender(Submit submit) {
        try {
            return Submission.parse(submit).header().sender();
        } catch (MalformedException malformed) {
            throw new AssertionError(malformed);
        }
    }

    public void pin(Party other) {
        store.commit(protocol.accept(other.list, other.user, NOW).unit());
    }

    /** The relay takes a batch as the server does. */
    public void publish(UploadPrekeys upload, Instant now) {
        var verified = verified(upload, now);
        for (int place = 0; place < verified.keys().size(); place++) {
            claimable(verified.type())
                    .add(ClaimedPrekey.newBuilder()
                            .setUser(ByteString.copyFrom(user.toArray()))
                            .setDevice(ByteString.copyFrom(device.toArray()))
                            .setBatch(upload.getBatch())
                            .setPrekey(upload.getPrekeys(place))
                            .setPath(verified.proof(place).toWire())
                            .build());
        }
    }

    private VerifiedUpload verified(UploadPrekeys upload, Instant now) {
        var own = new DeviceListVerification(provider)
                .verify(network, user, list)
                .value()
                .orElseThrow();
        return new PrekeyBatchVerification(provider)
                .verifyUpload(own.identityOf(network, device).orElseThrow(), upload, now)
                .orElseThrow(fault -> new AssertionError(fault));
    }

    private Deque<ClaimedPrekey> claimable(PrekeyType type) {
        return claimable.computeIfAbsent(type, made -> new ArrayDeque<>());
    }

    /** The relay hands out one key of this type. */
    public ClaimedPrekey claim(PrekeyType type) {
        return claimable(type).remove();
    }

    /** The relay hands out one key of each of these types, as far as it has any. */
    public List<ClaimedPrekey> claim(Set<KeyNeed> needs) {
        return needs.stream()
                .flatMap(need -> Optional.ofNullable(claimable(need.type()).poll()).stream())
                .toList();
    }

    /** The relay has none left of this type. */
    public void exhaust(PrekeyType type) {
        claimable(type).clear();
    }

    /** The relay gets new keys of this type. */
    public void replenish(PrekeyType type, int count, Instant now) {
        var made = protocol.replenish(type, count, now);
        store.commit(made.unit());
        publish(made.upload(), now);
    }

    /** One of each type, whatever will be done with them. */
    public List<ClaimedPrekey> claimBoth() {
        return List.of(claim(PrekeyType.PREKEY_TYPE_P521), claim(PrekeyType.PREKEY_TYPE_MLKEM1024));
    }

    /** 16 random bytes. */
    public MessageId newId() {
        return new MessageId(random.bytes(16));
    }

    public Draft draft(Party to, String text) {
        return draft(to, new MessageContent.Text(text), NOW);
    }

    public Draft draft(Party to, MessageContent content, Instant sentAt) {
        return new Draft(new MessageId(random.bytes(16)), to.user, content, DAY, sentAt);
    }

    /** Claims what is due and seals. Commits nothing. */
    public Sealing seal(Draft draft, Party to, Instant now) {
        return protocol.seal(draft, to.claim(protocol.keysDue(draft, POLICY, now)), POLICY, now);
    }

    /** Claims what is due, seals and commits. */
    public Submit send(Draft draft, Party to, Instant now) {
        var sealing = seal(draft, to, now);
        var ready = sealing.fold(
                Optional::of, waiting -> Optional.<Sealing.Ready>empty(), refused -> Optional.<Sealing.Ready>empty());
        store.commit(ready.orElseThrow(() -> new AssertionError(sealing)).unit());
        return ready.orElseThrow().submit();
    }

    public Submit send(String text, Party to) {
        return send(draft(to, text), to, NOW);
    }

    /** What the relay makes of a submission for this device. */
    public Deliver deliver(Submit submit) {
        try {
            var submission = Submission.parse(submit);
            var place = place(submission);
            var proof = submission.tree(new Sha512(provider)).proof(place);
            return Deliver.newBuilder()
                    .setDelivery(1)
                    .setHeader(submit.getHeader())
                    .setCiphertext(submit.getCiphertext())
                    .setSignature(submit.getSignature())
                    .setWrap(submit.getWraps(place).getWrap())
                    .setPath(proof.toWire())
                    .build();
        } catch (MalformedException malformed) {
            throw new AssertionError(malformed);
        }
    }

    private int place(Submission submission) {
        return (int) submission.recipients().stream()
                .takeWhile(recipient -> !recipient.address().device().equals(device))
                .count();
    }

    /** Judges without committing. */
    public Reception judge(Deliver deliver, Instant now) {
        return protocol.receive(deliver, POLICY, user -> Optional.empty(), now);
    }

    /** Judges and commits, with a directory to ask. */
    public Reception receive(Deliver deliver, DeviceDirectory directory, Instant now) {
        var reception = protocol.receive(deliver, POLICY, directory, now);
        store.commit(reception.unit());
        return reception;
    }

    /** Judges and commits. */
    public Reception receive(Deliver deliver, Instant now) {
        var reception = judge(deliver, now);
        store.commit(reception.unit());
        return reception;
    }

    public Reception receive(Submit submit) {
        return receive(deliver(submit), NOW);
    }
}
