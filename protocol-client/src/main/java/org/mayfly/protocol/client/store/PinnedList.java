package org.mayfly.protocol.client.store;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.UserId;

import java.util.List;
import java.util.Optional;

/**
 * The device list this device goes by for a user. It was verified before it came here.
 *
 * @param signedList encoded SignedDeviceList
 * @param openChange a verified list under another identity key, on which the person has not decided
 * @param history the lists before it under the same identity key, newest first
 */
public record PinnedList(UserId user, Bytes signedList, Optional<Bytes> openChange, List<ReplacedList> history) {

    public PinnedList {
        history = List.copyOf(history);
    }
}
