package org.mayfly.client.vault;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.junit.jupiter.api.Test;
import org.mayfly.client.store.FileStore;
import org.mayfly.client.store.Keep;
import org.mayfly.client.store.Keys;
import org.mayfly.client.store.Shelf;
import org.mayfly.client.vault.MemoryDisk.Crash;
import org.mayfly.protocol.client.Draft;
import org.mayfly.protocol.client.Enrolment;
import org.mayfly.protocol.client.EnrolmentMaterial;
import org.mayfly.protocol.client.Lifetime;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.NetworkPolicy;
import org.mayfly.protocol.client.Reception;
import org.mayfly.protocol.client.Sealing;
import org.mayfly.protocol.client.StoredDevice;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.ClientStore;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.client.store.memory.MemoryStore;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.envelope.Submission;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.verification.DeviceListVerification;
import org.mayfly.protocol.verification.PrekeyBatchVerification;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.DeviceClass;
import org.mayfly.protocol.wire.Submit;
import org.mayfly.protocol.wire.UploadPrekeys;
import org.mayfly.protocol.wire.Wrap;
import org.mayfly.protocol.wire.WrapState;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** A device that dies at any operation of its disk while it stores a message: START, FRESH, carrier, CHAIN, a late one. */
class ReceptionCrashTest {

    private static final CryptoProvider PROVIDER = CryptoProvider.preferred();
    private static final RandomSource RANDOM = RandomSource.of(PROVIDER);
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final NetworkPolicy POLICY = new NetworkPolicy(new Lifetime(86_400, 0), false);

    private final SecretBytes deviceKey = RANDOM.secret(32);
    private final NetworkId network = new NetworkId(RANDOM.bytes(16));
    private final UserId alice = new UserId(RANDOM.bytes(16));
    private final UserId bob = new UserId(RANDOM.bytes(16));
    private final MemoryStore aliceStore = new MemoryStore();
    private final StoredDevice sender;
    private final Deque<ClaimedPrekey> alicesKeys = new ArrayDeque<>();
    private final Deque<ClaimedPrekey> alicesKemKeys = new ArrayDeque<>();
    private final Deque<ClaimedPrekey> bobsKeys = new ArrayDeque<>();
    private final Deque<ClaimedPrekey> bobsKemKeys = new ArrayDeque<>();
    private MemoryDisk disk = new MemoryDisk();
    private int crashes;

    ReceptionCrashTest() {
        var from = enrol(aliceStore, alice);
        sender = device(aliceStore);
        var store = open();
        var to = enrol(store, bob);
        claimable(from, from.prekeys(), alicesKeys);
        claimable(from, from.kemPrekeys(), alicesKemKeys);
        claimable(to, to.prekeys(), bobsKeys);
        claimable(to, to.kemPrekeys(), bobsKemKeys);
        aliceStore.commit(sender.accept(to.list(), bob, NOW).unit());
        store.commit(device(store).accept(from.list(), alice, NOW).unit());
    }

    @Test
    void either_the_message_is_stored_and_its_keys_are_gone_or_it_comes_again_and_opens() {
        var start = seal(WrapState.WRAP_STATE_START);
        survives(start);
        confirm(start);
        survives(seal(WrapState.WRAP_STATE_FRESH));
        for (int i = 1; i < 15; i++) {
            take(open(), seal(WrapState.WRAP_STATE_FRESH));
        }
        var carrier = seal(WrapState.WRAP_STATE_FRESH);
        survives(carrier);
        bobsKeys.clear();
        var late = seal(WrapState.WRAP_STATE_CHAIN);
        survives(seal(WrapState.WRAP_STATE_CHAIN));
        survives(late);
        confirm(carrier);
        survives(seal(WrapState.WRAP_STATE_CHAIN));
        assertThat(crashes).isGreaterThan(6 * 6);
    }

    /** Dies at the first, second … operation; leaves the disk as it is after no crash at all. */
    private void survives(Submit submit) {
        var before = disk;
        var keysLeft = new HashSet<Integer>();
        for (var operations = 0; ; operations++) {
            disk = before.afterKill();
            var store = open();
            disk.crashAfter(operations);
            try {
                take(store, submit);
                disk = disk.afterKill();
                keysLeft.add(keysAfter(open(), submit));
                assertThat(keysLeft).as("none left over, none lost").hasSize(1);
                return;
            } catch (Crash crash) {
                crashes++;
                disk = disk.afterKill();
                var mended = open();
                if (mended.kept(Shelf.INCOMING, id(submit).value()).isPresent()) {
                    assertThat(judge(mended, submit)).isInstanceOf(Reception.DroppedSilently.class);
                } else {
                    take(mended, submit);
                }
                keysLeft.add(keysAfter(mended, submit));
            }
        }
    }

    /** How many, after its one-time keys were used up. */
    private static int keysAfter(FileStore store, Submit submit) {
        assertThat(prekeys(submit))
                .allSatisfy(id -> assertThat(store.heldPrekey(id)).isEmpty());
        return store.secrets().occupied().size();
    }

    private static Reception judge(FileStore store, Submit submit) {
        return device(store).receive(deliver(submit), POLICY, user -> Optional.empty(), NOW);
    }

    private static void take(FileStore store, Submit submit) {
        var reception = judge(store, submit);
        assertThat(reception).isInstanceOf(Reception.Accepted.class);
        var kept = new Keep(Shelf.INCOMING, id(submit).value(), Keys.number(1));
        store.commit(reception.unit().and(List.of(kept)));
    }

    private Submit seal(WrapState expected) {
        var draft = new Draft(newId(), bob, new MessageContent.Text("text"), new Lifetime(86_400, 0), NOW);
        var submit = seal(sender, aliceStore, draft, bobsKeys, bobsKemKeys);
        assertThat(wrap(submit).getState()).isEqualTo(expected);
        return submit;
    }

    private void confirm(Submit arrived) {
        var store = open();
        var delivered = new MessageContent.Delivered(List.of(id(arrived)));
        var draft = new Draft(newId(), alice, delivered, new Lifetime(86_400, 0), NOW);
        var receipt = seal(device(store), store, draft, alicesKeys, alicesKemKeys);
        aliceStore.commit(sender.receive(deliver(receipt), POLICY, user -> Optional.empty(), NOW)
                .unit());
        var from = device(store).self();
        aliceStore.commit(UnitOfWork.of(aliceStore.receivedKeys(from, NOW).stream()
                .<Change>map(key -> new Change.RemoveReceivedKey(from, key.id()))
                .toList()));
    }

    private static Submit seal(
            StoredDevice from,
            ClientStore store,
            Draft draft,
            Deque<ClaimedPrekey> keys,
            Deque<ClaimedPrekey> kemKeys) {
        var claimed = Stream.of(keys, kemKeys)
                .flatMap(pool -> Optional.ofNullable(pool.poll()).stream())
                .toList();
        var ready = (Sealing.Ready) from.seal(draft, claimed, POLICY, NOW);
        store.commit(ready.unit());
        return ready.submit();
    }

    private FileStore open() {
        return new FileStore(new Vault(disk, SecretBytes.takeOver(deviceKey.expose()), RANDOM.secureRandom()));
    }

    private EnrolmentMaterial enrol(ClientStore store, UserId user) {
        var material = new Enrolment(PROVIDER, RANDOM, store.secrets())
                .prepare(network, user, DeviceClass.DEVICE_CLASS_NATIVE, NOW);
        store.commit(material.unit());
        return material;
    }

    private static StoredDevice device(ClientStore store) {
        return new StoredDevice(PROVIDER, RANDOM, store);
    }

    private void claimable(EnrolmentMaterial of, UploadPrekeys upload, Deque<ClaimedPrekey> pool) {
        var list = new DeviceListVerification(PROVIDER).reread(Canonical.encode(of.list()));
        var owner = list.identityOf(network, of.device()).orElseThrow();
        var verified = new PrekeyBatchVerification(PROVIDER)
                .verifyUpload(owner, upload, NOW)
                .orElseThrow(fault -> new AssertionError(fault));
        for (int place = 0; place < verified.keys().size(); place++) {
            pool.add(ClaimedPrekey.newBuilder()
                    .setUser(ByteString.copyFrom(list.user().toArray()))
                    .setDevice(ByteString.copyFrom(of.device().toArray()))
                    .setBatch(upload.getBatch())
                    .setPrekey(upload.getPrekeys(place))
                    .setPath(verified.proof(place).toWire())
                    .build());
        }
    }

    private static Deliver deliver(Submit submit) {
        try {
            var proof = Submission.parse(submit).tree(new Sha512(PROVIDER)).proof(0);
            return Deliver.newBuilder()
                    .setDelivery(1)
                    .setHeader(submit.getHeader())
                    .setCiphertext(submit.getCiphertext())
                    .setSignature(submit.getSignature())
                    .setWrap(submit.getWraps(0).getWrap())
                    .setPath(proof.toWire())
                    .build();
        } catch (MalformedException malformed) {
            throw new AssertionError(malformed);
        }
    }

    private static MessageId id(Submit submit) {
        try {
            return Submission.parse(submit).header().message();
        } catch (MalformedException malformed) {
            throw new AssertionError(malformed);
        }
    }

    private static List<PrekeyId> prekeys(Submit submit) {
        return Stream.of(wrap(submit).getPrekey(), wrap(submit).getKemPrekey())
                .filter(id -> !id.isEmpty())
                .map(id -> PrekeyId.of(id.toByteArray()))
                .toList();
    }

    private static Wrap wrap(Submit submit) {
        try {
            return Wrap.parseFrom(submit.getWraps(0).getWrap());
        } catch (InvalidProtocolBufferException malformed) {
            throw new AssertionError(malformed);
        }
    }

    private static MessageId newId() {
        return new MessageId(RANDOM.bytes(16));
    }
}
