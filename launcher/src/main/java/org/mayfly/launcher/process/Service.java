package org.mayfly.launcher.process;

/** One of the programs that an installation consists of. */
public interface Service {
    /** As {@code status} shows it. */
    String name();

    /** Starts the program; returns at once. */
    Process start() throws Exception;

    /** Returns when the program serves; fails if it ended instead. */
    void awaitReady(Process process) throws Exception;

    /** Ends the program in order; returns when it has ended. */
    void stop(Process process) throws Exception;
}
