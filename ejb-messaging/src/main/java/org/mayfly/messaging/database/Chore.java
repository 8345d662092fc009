package org.mayfly.messaging.database;

/**
 * Work that a timer repeats. A failure ends with the turn: the container expunges a timer whose method throws twice,
 * so a minute without the database would end the purge for good.
 */
public final class Chore {

    private static final System.Logger LOG = System.getLogger(Chore.class.getName());

    private Chore() {}

    /** Never throws. The next turn tries again. */
    public static void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a purge did not run and is tried again at its next turn: {0}",
                    failure.getClass().getSimpleName());
        }
    }
}
