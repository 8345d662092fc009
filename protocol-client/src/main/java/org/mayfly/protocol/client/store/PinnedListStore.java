package org.mayfly.protocol.client.store;

import org.mayfly.protocol.value.UserId;

import java.util.List;
import java.util.Optional;

/** Device lists this device goes by. */
public interface PinnedListStore {

    Optional<PinnedList> pinnedList(UserId user);

    /** Everybody of whom a list is pinned. */
    List<UserId> pinnedUsers();
}
