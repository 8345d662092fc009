package org.mayfly.endpoint.delivery;

import org.mayfly.messaging.signal.Ending;

/** Why the server ends a connection: the second table of {@code docs/refusals.md}. */
enum CloseCode {
    /** A frame that is malformed or out of order. */
    MALFORMED(4400),
    /** Not authenticated in time, or log-in refused. */
    UNAUTHENTICATED(4401),
    /** Suspended or revoked. */
    SUSPENDED(4403),
    /** Reads too slowly, or was not heard for too long; the mail waits in the mailbox. */
    TOO_SLOW(4408),
    /** Another connection of this device took over. */
    TAKEN_OVER(4409),
    /** Too large a message. */
    TOO_LARGE(1009),
    /** The server restarts. */
    RESTART(1012),
    /** Nothing is wrong with the device: the server can't tell now whether it may log in. */
    TRY_LATER(1013);

    private final int number;
    private final Ending ending;

    CloseCode(int number) {
        this.number = number;
        this.ending = Ending.valueOf(name());
    }

    int number() {
        return number;
    }

    /** The same, as it is counted. */
    Ending ending() {
        return ending;
    }
}
