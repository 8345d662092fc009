package org.mayfly.messaging.signal;

/** What the server is made of, as far as its operator is told whether it works. */
public enum Part {
    /** PostgreSQL answers a question. */
    DATABASE(true, false),

    /** The mailboxes have room for every day on which a message sent now can end. */
    MAILBOX_DAYS(true, false),

    /** The thread that stores submissions and deletions runs. */
    COMMITTER(true, true),

    /** The socket's timer is the one that we put in. */
    SOCKET(true, true),

    /** The disk of the data folder has room. A server whose disk fills up goes on while it can: it is ready. */
    DISK(false, false);

    /** With less the disk counts as full. */
    public static final long LEAST_FREE_BYTES = 1L << 30;

    private final boolean needed;
    private final boolean vital;

    Part(boolean needed, boolean vital) {
        this.needed = needed;
        this.vital = vital;
    }

    /** Whether the server is not ready without it. */
    public boolean isNeeded() {
        return needed;
    }

    /** Whether only a restart brings it back. */
    public boolean isVital() {
        return vital;
    }
}
