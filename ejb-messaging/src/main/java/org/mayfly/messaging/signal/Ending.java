package org.mayfly.messaging.signal;

/** Why the server ended a socket: the second table of {@code docs/refusals.md}. */
public enum Ending {
    MALFORMED,
    UNAUTHENTICATED,
    SUSPENDED,
    TOO_SLOW,
    TAKEN_OVER,
    TOO_LARGE,
    RESTART,
    TRY_LATER
}
