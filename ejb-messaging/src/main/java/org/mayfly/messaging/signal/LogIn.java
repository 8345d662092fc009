package org.mayfly.messaging.signal;

/** How a device's log-in ended. */
public enum LogIn {
    ADMITTED,

    /** For a reason that {@code docs/refusals.md} names. */
    REFUSED,

    /** It could not be judged: a bug. */
    FAILED
}
