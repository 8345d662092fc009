package org.mayfly.messaging.mailbox;

/** The way to the next commit. */
public interface CommitQueue {

    /** Never blocks; the request is completed after its commit, or refused. */
    void offer(Request request);

    /** Every envelope up to this number of the order of all mailboxes has been committed. */
    long committedUpTo();
}
