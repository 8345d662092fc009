package org.mayfly.endpoint.delivery;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts requests that wait for their answer, of one connection and of all: above a limit a request is refused as busy
 * instead of queued. Thread-safe.
 */
final class Intake {

    private final AtomicLong allBytes;
    private final long allLimit;
    private int requests;
    private long bytes;

    /** @param allBytes shared by all connections of the server */
    Intake(AtomicLong allBytes, long allLimit) {
        this.allBytes = allBytes;
        this.allLimit = allLimit;
    }

    /** @return false: full, nothing was counted */
    synchronized boolean admit(int size) {
        if (requests >= Limits.REQUESTS || bytes + size > Limits.REQUEST_BYTES) {
            return false;
        }
        if (allBytes.addAndGet(size) > allLimit) {
            allBytes.addAndGet(-size);
            return false;
        }
        requests++;
        bytes += size;
        return true;
    }

    /** Undoes one {@link #admit}. */
    synchronized void release(int size) {
        requests--;
        bytes -= size;
        allBytes.addAndGet(-size);
    }
}
