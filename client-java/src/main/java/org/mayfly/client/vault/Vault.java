package org.mayfly.client.vault;

import org.mayfly.client.problem.ProblemException;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Records under random keys of their own.
 *
 * <p>Guarantees: {@link #commit} is durable when it returns, and taken wholly or not at all whatever happens meanwhile;
 * what it erases or replaces can't be opened any more from these files, not even with the device key. After a failure
 * of the disk the vault refuses everything; opening it again takes up from the last whole step. Thread-safe.
 */
public final class Vault implements AutoCloseable {

    private static final long WORTH_COMPACTING = 4 << 20;

    private final VaultFiles files;
    private final SecretBytes deviceKey;
    private final RecordSealing sealing;
    private final StepJournal journal;
    private final KeySlots slots;
    private final Map<Integer, TreeMap<Bytes, SealedRecord>> index = new HashMap<>();
    private long logEnd;
    private long living;
    private boolean usable;

    Vault(VaultFiles files, SecretBytes deviceKey, SecureRandom random) {
        this.files = files;
        this.deviceKey = deviceKey;
        this.sealing = new RecordSealing(random);
        this.journal = new StepJournal(files.journal());
        this.slots = new KeySlots(files.slots());
        journal.read().ifPresent(this::apply);
        journal.clear();
        slots.load();
        readLog();
        usable = true;
        compactWhereWorthIt();
    }

    public synchronized Optional<byte[]> read(int shelf, Bytes key) {
        requireUsable();
        return Optional.ofNullable(shelf(shelf).get(key)).map(record -> opened(record, SealedRecord::value));
    }

    /** The keys on a shelf, ascending: a copy. */
    public synchronized List<Bytes> keys(int shelf) {
        requireUsable();
        return List.copyOf(shelf(shelf).keySet());
    }

    /** The keys on a shelf that begin so, ascending: a copy. */
    public synchronized List<Bytes> keys(int shelf, Bytes prefix) {
        requireUsable();
        return shelf(shelf).tailMap(prefix, true).keySet().stream()
                .takeWhile(key -> startsWith(key, prefix))
                .toList();
    }

    public synchronized boolean contains(int shelf, Bytes key) {
        requireUsable();
        return shelf(shelf).containsKey(key);
    }

    public synchronized int size(int shelf) {
        return shelf(shelf).size();
    }

    /** @throws java.io.UncheckedIOException if the disk fails or is full: the vault has to be opened again */
    public synchronized void commit(VaultStep change) {
        requireUsable();
        if (change.isEmpty()) {
            return;
        }
        usable = false;
        var appended = new ByteArrayOutputStream();
        var writes = new ArrayList<StepJournal.SlotWrite>();
        var replaced = new ArrayList<RecordName>();
        var added = new HashMap<RecordName, SealedRecord>();
        change.records().forEach((name, value) -> {
            value.ifPresent(content -> added.put(name, seal(name, content, appended, writes)));
            var old = shelf(name.shelf()).get(name.key());
            if (old != null) {
                writes.add(new StepJournal.SlotWrite(old.slot(), KeySlot.erased(old.generation())));
                replaced.add(name);
            }
        });
        var step = new StepJournal.Step(logEnd, appended.toByteArray(), writes);
        journal.write(step);
        apply(step);
        journal.clear();
        replaced.forEach(this::forget);
        added.forEach(this::remember);
        logEnd += appended.size();
        usable = true;
        compactWhereWorthIt();
    }

    /** Forgets the device key; nothing can be read afterwards. */
    @Override
    public synchronized void close() {
        usable = false;
        deviceKey.destroy();
        files.close();
    }

    /**
     * The device is out of its account: everything is overwritten in place and removed, and the folder says why.
     *
     * @throws java.io.UncheckedIOException if the disk fails: it is carried on when the folder is next taken
     */
    public synchronized void erase() {
        usable = false;
        deviceKey.destroy();
        files.erase();
    }

    private SealedRecord seal(
            RecordName name, byte[] value, ByteArrayOutputStream appended, List<StepJournal.SlotWrite> writes) {
        var slot = slots.take();
        var generation = slots.nextGeneration();
        var key = sealing.newKey();
        var plain = SealedRecord.plain(name, value);
        var record = SealedRecord.encode(
                slot, generation, RecordSealing.seal(key, RecordSealing.place("record", slot, generation), plain));
        var place = new SealedRecord(slot, generation, logEnd + appended.size(), record.length);
        appended.writeBytes(record);
        writes.add(new StepJournal.SlotWrite(slot, KeySlot.used(generation, wrap(slot, generation, key))));
        Arrays.fill(key, (byte) 0);
        Arrays.fill(plain, (byte) 0);
        return place;
    }

    private byte[] wrap(int slot, long generation, byte[] key) {
        var wrapping = deviceKey.expose();
        try {
            return sealing.wrap(wrapping, RecordSealing.place("slot", slot, generation), key);
        } finally {
            Arrays.fill(wrapping, (byte) 0);
        }
    }

    /** A part of a record; the whole, which nobody else has, is erased. */
    private <T> T opened(SealedRecord record, Function<byte[], T> part) {
        var plain = open(record);
        try {
            return part.apply(plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private byte[] open(SealedRecord record) {
        var wrapping = deviceKey.expose();
        var slot = slots.read(record.slot());
        var key = RecordSealing.unwrap(
                wrapping,
                RecordSealing.place("slot", record.slot(), record.generation()),
                KeySlot.nonceAndWrapped(slot));
        try {
            var sealed = files.log().read(record.offset() + SealedRecord.HEAD, record.length() - SealedRecord.HEAD);
            return RecordSealing.open(key, RecordSealing.place("record", record.slot(), record.generation()), sealed);
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(wrapping, (byte) 0);
        }
    }

    private void apply(StepJournal.Step step) {
        if (step.appended().length > 0) {
            files.log().write(step.logOffset(), step.appended());
            files.log().force();
        }
        slots.apply(step.slots());
    }

    private void readLog() {
        var size = files.log().size();
        logEnd = 0;
        while (logEnd < size) {
            var record = SealedRecord.at(files.log(), logEnd, size);
            logEnd += record.length();
            var slot = slots.read(record.slot());
            if (KeySlot.isUsed(slot) && KeySlot.generation(slot) == record.generation()) {
                remember(opened(record, SealedRecord::name), record);
            }
        }
    }

    private void remember(RecordName name, SealedRecord record) {
        shelf(name.shelf()).put(name.key(), record);
        living += record.length();
    }

    private void forget(RecordName name) {
        var old = shelf(name.shelf()).remove(name.key());
        if (old != null) {
            living -= old.length();
            slots.giveBack(old.slot());
        }
    }

    private void compactWhereWorthIt() {
        if (logEnd < WORTH_COMPACTING || living > logEnd / 4) {
            return;
        }
        usable = false;
        var records = index.values().stream()
                .flatMap(shelf -> shelf.entrySet().stream())
                .sorted(Comparator.comparingLong(entry -> entry.getValue().offset()))
                .toList();
        var content = new ArrayList<byte[]>(records.size());
        var offset = 0L;
        for (var entry : records) {
            var old = entry.getValue();
            content.add(files.log().read(old.offset(), old.length()));
            entry.setValue(new SealedRecord(old.slot(), old.generation(), offset, old.length()));
            offset += old.length();
        }
        files.replaceLog(content);
        logEnd = offset;
        usable = true;
    }

    private TreeMap<Bytes, SealedRecord> shelf(int shelf) {
        return index.computeIfAbsent(shelf, number -> new TreeMap<>());
    }

    private static boolean startsWith(Bytes key, Bytes prefix) {
        return key.length() >= prefix.length()
                && Arrays.equals(key.toArray(), 0, prefix.length(), prefix.toArray(), 0, prefix.length());
    }

    private void requireUsable() {
        if (!usable) {
            throw ProblemException.refused("store-unusable");
        }
    }
}
