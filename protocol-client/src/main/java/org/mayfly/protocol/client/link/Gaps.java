package org.mayfly.protocol.client.link;

import org.mayfly.protocol.client.Missing;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.ClientStore;
import org.mayfly.protocol.client.store.Gap;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.envelope.ChainPlace;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.UserId;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Places that were passed over: docs/protocol.md, "Gaps". */
public final class Gaps {

    /** An envelope that is a little late is none that is missing. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The server says when all was delivered: one that never does can't keep a gap from being told for longer. */
    public static final Duration WITHOUT_DRAINED = Duration.ofHours(24);

    /** Of one sending device; more are not counted. */
    public static final int KEPT = LinkReceiving.SKIPPED_KEPT;

    private final ClientStore store;

    public Gaps(ClientStore store) {
        this.store = store;
    }

    /** Places of one chain were passed over, from the first up to the last, without it. */
    List<Change> passedOver(DeviceAddress peer, ChainPlace first, long end, Instant now) {
        if (first.index() == end || isOwn(peer)) {
            return List.of();
        }
        var room = KEPT - store.gaps(peer).size();
        var changes = new ArrayList<Change>();
        for (long index = first.index(); index < end && changes.size() < room; index++) {
            changes.add(new Change.PutGap(new Gap(peer, first.at(index), now)));
        }
        return changes;
    }

    /** Of an own other device nobody could say in which conversation something is missing. */
    private boolean isOwn(DeviceAddress peer) {
        return store.ownDevice().filter(own -> own.user().equals(peer.user())).isPresent();
    }

    /** Its envelope came after all. */
    static Change came(DeviceAddress peer, ChainPlace place) {
        return new Change.RemoveGap(peer, place);
    }

    /**
     * What a person is to be told now, in the order of the senders' ids.
     *
     * @param drained whether all that waited at the server was taken in
     */
    public List<Missing> missing(boolean drained, Instant now) {
        var patience = drained ? PATIENCE : WITHOUT_DRAINED;
        var due = new TreeMap<UserId, List<Change>>();
        for (var gap : store.gaps()) {
            if (!gap.since().plus(patience).isAfter(now)) {
                due.computeIfAbsent(gap.peer().user(), user -> new ArrayList<>())
                        .add(new Change.RemoveGap(gap.peer(), gap.place()));
            }
        }
        return due.entrySet().stream()
                .map(told -> new Missing(told.getKey(), told.getValue().size(), UnitOfWork.of(told.getValue())))
                .toList();
    }
}
