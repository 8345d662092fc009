package org.mayfly.messaging.mailbox;

/**
 * The place of this server's commits in the order of all: whether another server has committed in between. Told of each
 * commit by one thread; {@link #last} may be asked by any.
 */
final class CommitOrder {

    private volatile long last;
    private long unbrokenSince;

    /**
     * @param before number of the newest entry before the commit
     * @param after that after it
     */
    void committed(long before, long after) {
        if (before != last) {
            unbrokenSince = before;
        }
        last = after;
    }

    /** Number of the newest entry after the last commit of this server: all up to here are committed. */
    long last() {
        return last;
    }

    /** All entries after this number were added by this server. */
    long unbrokenSince() {
        return unbrokenSince;
    }
}
