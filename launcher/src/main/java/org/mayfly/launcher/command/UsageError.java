package org.mayfly.launcher.command;

/** A command line that can't be understood. */
final class UsageError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageError(String sentence) {
        super(sentence);
    }
}
