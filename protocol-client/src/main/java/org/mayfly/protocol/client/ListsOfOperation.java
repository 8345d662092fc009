package org.mayfly.protocol.client;

import org.mayfly.protocol.client.ListAcceptance.Verdict;
import org.mayfly.protocol.client.receiving.ListsInView;
import org.mayfly.protocol.client.store.ClientStore;
import org.mayfly.protocol.client.store.OwnDevice;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.value.UserId;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The lists of one operation: what is pinned, and what it fetched on the way. */
final class ListsOfOperation implements ListsInView {

    private final ClientStore store;
    private final PinnedLists pinned;
    private final OwnDevice device;
    private final DeviceDirectory directory;
    private final Instant now;
    private final Map<UserId, KnownList> advanced = new HashMap<>();
    private final Set<UserId> asked = new HashSet<>();
    private final Set<UserId> untrusted = new HashSet<>();
    private UnitOfWork unit = UnitOfWork.nothing();

    ListsOfOperation(ClientStore store, PinnedLists pinned, OwnDevice device, DeviceDirectory directory, Instant now) {
        this.store = store;
        this.pinned = pinned;
        this.device = device;
        this.directory = directory;
        this.now = now;
    }

    @Override
    public OwnIdentity own() {
        return new OwnIdentity(device, of(device.user()).orElseGet(pinned::own).newest());
    }

    @Override
    public Optional<KnownList> of(UserId user) {
        return untrusted.contains(user)
                ? Optional.empty()
                : Optional.ofNullable(advanced.get(user)).or(() -> pinned.pinned(user));
    }

    @Override
    public boolean refresh(UserId user) {
        if (!asked.add(user)) {
            return false;
        }
        var acceptance = pinned.follow(user, directory, now);
        unit = unit.and(acceptance.unit().changes());
        acceptance.inForce().ifPresent(list -> advanced.put(user, list));
        if (acceptance.verdict() == Verdict.IDENTITY_CHANGED) {
            untrusted.add(user);
        }
        return acceptance.verdict() == Verdict.PINNED || acceptance.verdict() == Verdict.ADVANCED;
    }

    @Override
    public Stream<UserId> people() {
        return Stream.concat(store.pinnedUsers().stream(), Stream.of(directory).flatMap(all -> all.users().stream()));
    }

    /** What following the lists changed. */
    UnitOfWork unit() {
        return unit;
    }
}
