package org.mayfly.protocol.client;

import org.mayfly.protocol.client.store.ReplacedList;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.verification.VerifiedDeviceList;

import java.util.List;

/**
 * A user's device list in force, and those that were before it.
 *
 * @param history newest first
 */
public record KnownList(VerifiedDeviceList newest, List<ReplacedList> history) {

    public KnownList {
        history = List.copyOf(history);
    }

    /** Whether the user had this list, as far as is remembered. */
    public boolean includes(long version, Bytes hash) {
        return newest.version() == version && newest.hash().equals(hash)
                || history.stream()
                        .anyMatch(old -> old.version() == version && old.hash().equals(hash));
    }
}
