package org.mayfly.endpoint.delivery;

import org.mayfly.messaging.mailbox.Mailboxes.Stored;

import java.util.ArrayList;
import java.util.List;

/**
 * What the commits brought for one device and its connection has not come to yet. What is too much to keep is dropped:
 * it waits in the mailbox. Thread-safe.
 */
final class ArrivedMail {

    /**
     * Mail in the order of its commits.
     *
     * @param since nothing is missing after this number
     * @param complete whether nothing was dropped
     */
    record News(List<Stored> envelopes, long since, boolean complete) {}

    private List<Stored> envelopes = new ArrayList<>();
    private long bytes;
    private long since;
    private boolean complete = true;
    private boolean told;

    /** @return whether the connection has to be told: it is not on its way to {@link #take} already */
    synchronized boolean add(List<Stored> more, long unbrokenSince) {
        bytes += more.stream().mapToLong(Stored::size).sum();
        since = Math.max(since, unbrokenSince);
        if (complete && bytes <= Limits.ROOM_BYTES) {
            envelopes.addAll(more);
        } else {
            dropped();
        }
        return tell();
    }

    /** There may be mail that was not seen. @return as {@link #add} */
    synchronized boolean missed() {
        dropped();
        return tell();
    }

    synchronized News take() {
        var news = new News(envelopes, since, complete);
        envelopes = new ArrayList<>();
        bytes = 0;
        complete = true;
        told = false;
        return news;
    }

    private void dropped() {
        complete = false;
        envelopes.clear();
    }

    private boolean tell() {
        boolean first = !told;
        told = true;
        return first;
    }
}
