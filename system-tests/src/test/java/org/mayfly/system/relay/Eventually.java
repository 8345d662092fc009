package org.mayfly.system.relay;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for what has to become true. */
final class Eventually {

    /** A question to the world. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    private Eventually() {}

    /** @throws AssertionError naming what did not become true within the patience */
    static void await(String what, Duration patience, Condition condition) throws Exception {
        await(() -> what, patience, condition);
    }

    /** @param what asked for at the end only: may tell how things stand then */
    static void await(Supplier<String> what, Duration patience, Condition condition) throws Exception {
        var end = System.nanoTime() + patience.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within " + patience + ": " + what.get());
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
