package org.mayfly.protocol.client;

import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.UnitOfWork;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * The clock that lives are judged by: the highest of this machine's clock, the highest time ever stored and the server's
 * time at log-in. It never goes back, so turning a clock back extends no life. Thread-safe.
 */
public final class ExpiryClock {

    private final Clock own;
    private Instant highest;

    /** @param stored the highest time of the store, {@link Instant#EPOCH} in a new one */
    public ExpiryClock(Clock own, Instant stored) {
        this.own = own;
        this.highest = stored;
    }

    /** Whole milliseconds. */
    public synchronized Instant now() {
        raiseTo(Instant.ofEpochMilli(own.millis()));
        return highest;
    }

    /** The server's time at log-in: moves this clock forward only. */
    public synchronized void observe(Instant serverTime) {
        raiseTo(serverTime);
    }

    /** Makes the present reading durable. */
    public UnitOfWork remember() {
        return UnitOfWork.of(List.of(new Change.AdvanceClock(now())));
    }

    private void raiseTo(Instant time) {
        if (time.isAfter(highest)) {
            highest = time;
        }
    }
}
