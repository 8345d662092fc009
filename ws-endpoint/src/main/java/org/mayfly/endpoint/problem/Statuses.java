package org.mayfly.endpoint.problem;

import org.mayfly.messaging.refusal.Reason;

/** The HTTP status of each reason: the table of {@code docs/refusals.md}, which a test compares with this. */
public final class Statuses {

    private Statuses() {}

    public static int of(Reason reason) {
        return switch (reason) {
            case MALFORMED -> 400;
            case UNAUTHENTICATED, CLOCK_OFF, WRONG_CREDENTIALS -> 401;
            case FORBIDDEN, SUSPENDED -> 403;
            case UNKNOWN_NETWORK, UNKNOWN_USER, UNKNOWN_DEVICE -> 404;
            case ALREADY_ENROLLED,
                    NO_IDENTITY,
                    IDENTITY_CHANGES_PASS,
                    IDENTITY_ENDED_LATELY,
                    NAME_TAKEN,
                    CONFLICTING_DUPLICATE,
                    PREKEY_REUSED,
                    STALE_DEVICE_LIST,
                    CONFLICTING_VERSION,
                    TOO_MANY_DEVICES -> 409;
            case INVITATION_UNUSABLE, SETUP_CLOSED -> 410;
            case TOO_LARGE -> 413;
            case NAME_UNUSABLE, POLICY_OUT_OF_RANGE, WEAK_PASSWORD, EXPIRED, NOT_RECIPIENT, INVALID_SIGNATURE -> 422;
            case MAILBOX_FULL, RATE_LIMITED -> 429;
            case BUSY -> 503;
        };
    }
}
