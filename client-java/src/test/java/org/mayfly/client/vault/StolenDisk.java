package org.mayfly.client.vault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The files of a device in a folder, as somebody reads them who has its device key. The device must not be in use. */
public record StolenDisk(Path folder) {

    /** The wrapped key of the record that holds this; empty where no key on the disk opens such a record. */
    public Optional<byte[]> keyOf(byte[] content) throws IOException {
        var deviceKey = DeviceKey.open(Files.readAllBytes(folder.resolve("device.key")), () -> {
                    throw new IllegalStateException("not locked");
                })
                .expose();
        try (var log = new ChannelFile(folder.resolve("log"));
                var slots = new ChannelFile(folder.resolve("slots"))) {
            var size = log.size();
            for (var at = 0L; at < size; ) {
                var record = SealedRecord.at(log, at, size);
                at += record.length();
                var slot = slots.read((long) record.slot() * KeySlot.SIZE, KeySlot.SIZE);
                if (KeySlot.isUsed(slot)
                        && KeySlot.generation(slot) == record.generation()
                        && contains(open(record, slot, log, deviceKey), content)) {
                    return Optional.of(KeySlot.nonceAndWrapped(slot));
                }
            }
            return Optional.empty();
        }
    }

    private static byte[] open(SealedRecord record, byte[] slot, DurableFile log, byte[] deviceKey) {
        var key = RecordSealing.unwrap(
                deviceKey,
                RecordSealing.place("slot", record.slot(), record.generation()),
                KeySlot.nonceAndWrapped(slot));
        var sealed = log.read(record.offset() + SealedRecord.HEAD, record.length() - SealedRecord.HEAD);
        return RecordSealing.open(key, RecordSealing.place("record", record.slot(), record.generation()), sealed);
    }

    /** Whether these bytes stand in any file of it. */
    public boolean holds(byte[] bytes) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                if (contains(Files.readAllBytes(file), bytes)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean contains(byte[] where, byte[] what) {
        for (var i = 0; i <= where.length - what.length; i++) {
            if (Arrays.equals(where, i, i + what.length, what, 0, what.length)) {
                return true;
            }
        }
        return false;
    }
}
