package org.mayfly.messaging.time;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives out the clock, UTC in whole milliseconds, as the database stores times, and the time that elapses. */
@Dependent
class SystemTime {

    @Produces
    @Singleton
    Clock clock() {
        return Clock.tickMillis(ZoneOffset.UTC);
    }

    @Produces
    @Singleton
    ElapsedTime elapsedTime() {
        long start = System.nanoTime();
        return () -> Duration.ofNanos(System.nanoTime() - start);
    }
}
