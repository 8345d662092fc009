package org.mayfly.messaging.time;

import java.time.Duration;

/** Time that only goes forward, whatever becomes of the clock: for how long something took. Thread-safe. */
@FunctionalInterface
public interface ElapsedTime {

    /** Since some moment in the life of this server, the same for every call. */
    Duration elapsed();
}
