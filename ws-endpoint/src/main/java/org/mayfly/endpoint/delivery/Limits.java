package org.mayfly.endpoint.delivery;

import java.time.Duration;

/** What one connection may take, in one place. */
final class Limits {

    /** Bytes of one message either way; told to the device at log-in. */
    static final int MESSAGE_BYTES = org.mayfly.protocol.Limits.FRAME_BYTES;

    /** Bytes of a message before the log-in: one has some 210. Nobody in particular makes the server parse more. */
    static final int LOG_IN_BYTES = 4 * 1024;

    /** Wraps of one submission; told to the device at log-in. */
    static final int RECIPIENTS = org.mayfly.protocol.Limits.RECIPIENTS;

    /** P-521 one-time keys of one claim: their answer fits into one message. */
    static final int CLAIMED_KEYS = org.mayfly.protocol.Limits.CLAIMED_P521;

    /** ML-KEM-1024 one-time keys of one claim, for the same reason. */
    static final int CLAIMED_KEM_KEYS = org.mayfly.protocol.Limits.CLAIMED_MLKEM;

    /** Bytes up to which waiting frames travel in one message. */
    static final int COALESCED_BYTES = 256 * 1024;

    /** Waiting bytes above which no more mail is read from the mailbox. */
    static final int ROOM_BYTES = 256 * 1024;

    /** Waiting and travelling bytes above which a reader is too slow. */
    static final int UNSENT_BYTES = 8 * 1024 * 1024;

    /** Delivered and not yet acknowledged envelopes above which no more mail is read. */
    static final int UNACKNOWLEDGED = 2000;

    /** Requests of one connection that wait for their answer. */
    static final int REQUESTS = 512;

    /** Bytes of these requests. */
    static final int REQUEST_BYTES = 8 * 1024 * 1024;

    static final Duration LOG_IN = Duration.ofSeconds(10);
    static final Duration SEND = Duration.ofSeconds(30);

    /** Nothing heard for so long: the device is gone. Clients beat their heart at least each minute. */
    static final Duration SILENCE = Duration.ofMinutes(3);

    static final Duration BUSY_RETRY = Duration.ofSeconds(1);

    private Limits() {}
}
