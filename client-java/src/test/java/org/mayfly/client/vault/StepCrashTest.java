package org.mayfly.client.vault;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mayfly.client.store.Drop;
import org.mayfly.client.store.FileStore;
import org.mayfly.client.store.Keep;
import org.mayfly.client.store.Keys;
import org.mayfly.client.store.Shelf;
import org.mayfly.client.vault.MemoryDisk.Crash;
import org.mayfly.protocol.Suite;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.store.AskedAgain;
import org.mayfly.protocol.client.store.Carrier;
import org.mayfly.protocol.client.store.ChainHead;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.GivenKey;
import org.mayfly.protocol.client.store.HeldPrekey;
import org.mayfly.protocol.client.store.PinnedList;
import org.mayfly.protocol.client.store.ReceivedKey;
import org.mayfly.protocol.client.store.ReplacedList;
import org.mayfly.protocol.client.store.SeenMessage;
import org.mayfly.protocol.client.store.SendingLink;
import org.mayfly.protocol.client.store.Slot;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.client.store.UsedPrekey;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.PrekeyType;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

/** A process that is killed, or a power cut, at any operation of the disk leaves a unit of work taken wholly or not at all. */
class StepCrashTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final P521PublicKey POINT = P521KeyPair.generate(
                    CryptoProvider.preferred(), RandomSource.of(CryptoProvider.preferred()))
            .publicKey();
    private static final UserId BOB = UserId.of(id(1));
    private static final DeviceAddress DESK = new DeviceAddress(BOB, DeviceId.of(id(2)));
    private static final MessageId MESSAGE = new MessageId(Bytes.of(id(3)));
    private static final PrekeyId PREKEY = PrekeyId.of(id(4));
    private static final Bytes FIRST = Keys.number(1);
    private static final Bytes SECOND = Keys.number(2);
    private static final Slot MAIN = new Slot(0);
    private static final Slot CARRIED = new Slot(1);
    private static final Slot NEW = new Slot(2);

    /** What a device does in one step. Each begins with a link to Bob's desk, in slots 0 and 1, and slot 2 reserved. */
    enum Step {
        ASKS_FOR_A_TEXT(() -> List.of(
                new Change.PutAskedAgain(new AskedAgain(DESK, MESSAGE, NOW, NOW.plusSeconds(60))),
                keep(Shelf.OUTGOING, FIRST, 300),
                keep(Shelf.WARNING, FIRST, 40))),
        KEEPS_A_TEXT_THAT_IT_SENDS(() -> List.of(
                new Change.PutCounter(7),
                keep(Shelf.OUTGOING, SECOND, 900),
                keep(Shelf.SENT_TEXT, FIRST, 500),
                new Change.WriteSecret(NEW, secret()),
                new Change.PutSendingLink(link(NEW, 1)),
                new Change.EraseSecret(MAIN))),
        SENDS_A_TEXT_AGAIN(() -> List.of(
                keep(Shelf.SENT_TEXT, SECOND, 100),
                keep(Shelf.OUTGOING, SECOND, 300),
                new Change.RemoveSendingLink(DESK),
                new Change.EraseSecret(MAIN),
                new Change.EraseSecret(CARRIED))),
        TAKES_IN_WHAT_IT_ASKED_FOR(() -> List.of(
                new Change.PutSeenMessage(new SeenMessage(BOB, MESSAGE, NOW.plusSeconds(60))),
                keep(Shelf.INCOMING, MESSAGE.value(), 700),
                new Drop(Shelf.WARNING, SECOND))),
        GIVES_A_REPLY_KEY(() -> List.of(
                new Change.WriteSecret(NEW, secret()),
                new Change.PutPrekey(
                        new HeldPrekey(PREKEY, PrekeyType.PREKEY_TYPE_P521, POINT.encoded(), NEW, NOW.plusSeconds(60))),
                new Change.PutGivenKey(new GivenKey(DESK, PREKEY, NOW.plusSeconds(30))))),
        TAKES_A_REPLY_KEY(
                () -> List.of(new Change.PutReceivedKey(new ReceivedKey(DESK, PREKEY, POINT, NOW.plusSeconds(30))))),
        ANSWERS_WITH_A_CLAIMED_KEY(() -> List.of(
                new Drop(Shelf.CLAIMED, SECOND),
                new Change.PutUsedPrekey(new UsedPrekey(
                        new UsedPrekey.Pool(DESK, PrekeyType.PREKEY_TYPE_P521), PREKEY, NOW, NOW.plusSeconds(60))),
                new Change.PutCounter(8))),
        LEARNS_THAT_A_DEVICE_WENT(() -> List.of(
                new Change.PutPinnedList(new PinnedList(
                        BOB, bytes(400), Optional.empty(), List.of(new ReplacedList(1, bytes(64), NOW)))),
                new Change.RemoveSendingLink(DESK),
                new Change.EraseSecret(MAIN),
                new Change.EraseSecret(CARRIED),
                keep(Shelf.WARNING, FIRST, 40)));

        private final Supplier<List<Change>> changes;

        Step(Supplier<List<Change>> changes) {
            this.changes = changes;
        }
    }

    @ParameterizedTest
    @EnumSource
    void is_taken_wholly_or_not_at_all(Step step) {
        var begin = prepared();
        var before = content(begin.afterKill());
        var whole = begin.afterKill();
        commit(open(whole), step);
        var after = content(whole.afterKill());
        assertThat(after).as("control: it changes something").isNotEqualTo(before);

        var found = new HashSet<Map<String, List<Byte>>>();
        var crashes = 0;
        while (true) {
            var disk = begin.afterKill();
            var store = open(disk);
            disk.crashAfter(crashes);
            try {
                commit(store, step);
                break;
            } catch (Crash stopped) {
                crashes++;
            }
            found.add(content(disk.afterKill()));
            for (var seed = 0; seed < 8; seed++) {
                found.add(content(disk.afterPowerCut(new Random(seed))));
            }
        }
        assertThat(found).containsExactlyInAnyOrder(before, after);
        assertThat(crashes).isGreaterThanOrEqualTo(6);
    }

    private static MemoryDisk prepared() {
        var disk = new MemoryDisk();
        var store = open(disk);
        assertThat(store.secrets().reserve()).isEqualTo(MAIN);
        assertThat(store.secrets().reserve()).isEqualTo(CARRIED);
        store.commit(UnitOfWork.of(List.of(
                new Change.WriteSecret(MAIN, secret()),
                new Change.WriteSecret(CARRIED, secret()),
                new Change.PutSendingLink(link(MAIN, 0)),
                new Change.PutCounter(6),
                new Change.PutPinnedList(new PinnedList(BOB, bytes(300), Optional.empty(), List.of())),
                keep(Shelf.SENT_TEXT, SECOND, 500),
                keep(Shelf.WARNING, SECOND, 40),
                keep(Shelf.CLAIMED, SECOND, 2500))));
        return disk;
    }

    private static void commit(FileStore store, Step step) {
        assertThat(store.secrets().reserve()).isEqualTo(NEW);
        store.commit(UnitOfWork.of(step.changes.get()));
    }

    /** All there is to read after the process started again, secrets and all. */
    private static Map<String, List<Byte>> content(MemoryDisk disk) {
        open(disk).close();
        var vault = vault(disk.afterKill());
        var records = new HashMap<String, List<Byte>>();
        for (var shelf = 0; shelf < 256; shelf++) {
            for (var key : vault.keys(shelf)) {
                records.put(
                        shelf + "/" + key.toHex(), list(vault.read(shelf, key).orElseThrow()));
            }
        }
        return records;
    }

    private static List<Byte> list(byte[] bytes) {
        var list = new Byte[bytes.length];
        Arrays.setAll(list, i -> bytes[i]);
        return List.of(list);
    }

    private static FileStore open(MemoryDisk disk) {
        return new FileStore(vault(disk));
    }

    private static Vault vault(MemoryDisk disk) {
        return new Vault(disk, SecretBytes.copyOf(new byte[32]), RANDOM);
    }

    private static SendingLink link(Slot main, long index) {
        var epoch = new SendingLink.Epoch(Suite.HYBRID, bytes(32), NOW);
        var start = new Carrier(0, MESSAGE, NOW, ChainHead.first(CARRIED), true);
        return new SendingLink(DESK, epoch, new ChainHead(main, index), 1, List.of(start));
    }

    private static Change keep(Shelf shelf, Bytes key, int length) {
        return new Keep(shelf, key, bytes(length));
    }

    private static SecretBytes secret() {
        return SecretBytes.takeOver(bytes(64).toArray());
    }

    private static Bytes bytes(int length) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) length);
        return Bytes.of(bytes);
    }

    private static byte[] id(int number) {
        var id = new byte[16];
        id[15] = (byte) number;
        return id;
    }
}
