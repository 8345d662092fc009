package org.mayfly.protocol;

import java.time.Duration;

/** What both sides refuse to exceed: docs/protocol.md. */
public final class Limits {

    public static final int VERSION = 1;
    /** Clocks may differ by this much at log-in, in a batch's creation and in a message's sent time. */
    public static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    /** A batch of one-time keys can be claimed for this long at most. */
    public static final Duration PREKEY_LIFE = Duration.ofDays(30);
    /** Private one-time keys and skipped keys are erased after this long. */
    public static final Duration PREKEY_PRIVATE_LIFE = Duration.ofDays(60);

    public static final int PREKEY_POOL = 200;
    public static final int PREKEY_LOW_WATER = PREKEY_POOL / 4;
    /** Keys of a device that a claim may ask for. */
    public static final int CLAIMED_OF_A_DEVICE = 64;
    /** Keys of type P-521 that a claim may ask for together. */
    public static final int CLAIMED_P521 = 700;
    /** Keys of type ML-KEM-1024 that a claim may ask for together: so many fit in a frame. */
    public static final int CLAIMED_MLKEM = 300;

    public static final int DEVICES_PER_USER = 16;
    public static final int SUITES_PER_DEVICE = 16;
    public static final int RECIPIENTS = 1000;
    /** Of one WebSocket message. */
    public static final int FRAME_BYTES = 1 << 20;
    /** Of a payload with its tag, so that an envelope to many devices still fits in a frame. */
    public static final int CIPHERTEXT_BYTES = 1 << 18;

    /** A message is refused when it was sent longer ago; so it is the longest life, too. */
    public static final Duration MESSAGE_AGE = Duration.ofDays(30);

    private Limits() {}
}
