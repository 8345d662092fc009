package org.mayfly.client.vault;

import org.mayfly.protocol.value.Bytes;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What one commit does: all of it or nothing. The last word on a record counts. Not thread-safe. */
public final class VaultStep {

    private final Map<RecordName, Optional<byte[]>> records = new LinkedHashMap<>();

    /** Keeps a record, instead of the one of that name. Takes the array over. */
    public VaultStep put(int shelf, Bytes key, byte[] value) {
        records.put(new RecordName(shelf, key), Optional.of(value));
        return this;
    }

    /** Erases a record; nothing where there is none. */
    public VaultStep erase(int shelf, Bytes key) {
        records.put(new RecordName(shelf, key), Optional.empty());
        return this;
    }

    /** What this step is going to keep under that name. */
    public Optional<byte[]> pending(int shelf, Bytes key) {
        return records.getOrDefault(new RecordName(shelf, key), Optional.empty());
    }

    public boolean isEmpty() {
        return records.isEmpty();
    }

    /** To be called once it is committed: no copy of what was sealed stays. */
    public void eraseValues() {
        records.values().forEach(value -> value.ifPresent(content -> Arrays.fill(content, (byte) 0)));
    }

    Map<RecordName, Optional<byte[]>> records() {
        return records;
    }
}
