package org.mayfly.system;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what a database, a disk or another process has to come to. */
public final class Eventually {

    private static final long LOOK_EVERY_MS = 50;

    /** A question to the world. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    private Eventually() {}

    /** For what can't fail but by never becoming true. */
    public static void holds(Duration patience, BooleanSupplier condition) {
        try {
            await("what was waited for", patience, condition::getAsBoolean);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** @throws AssertionError naming what did not become true within the patience */
    public static void await(String what, Duration patience, Condition condition) throws Exception {
        await(() -> what, patience, condition);
    }

    /** @param what asked for at the end only: may tell how things stand then */
    public static void await(Supplier<String> what, Duration patience, Condition condition) throws Exception {
        var end = System.nanoTime() + patience.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within " + patience + ": " + what.get());
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
        }
    }
}
