package org.mayfly.messaging.refusal;

import java.time.Duration;
import java.util.Locale;

/** Every reason for a refusal. The code is the name in kebab-case: {@code docs/refusals.md} explains each. */
public enum Reason {
    MALFORMED,
    TOO_LARGE,
    UNAUTHENTICATED,
    CLOCK_OFF,
    FORBIDDEN,
    UNKNOWN_NETWORK,
    UNKNOWN_USER,
    UNKNOWN_DEVICE,
    INVITATION_UNUSABLE,
    ALREADY_ENROLLED,
    NO_IDENTITY,
    IDENTITY_CHANGES_PASS,
    IDENTITY_ENDED_LATELY,
    NAME_TAKEN,
    NAME_UNUSABLE,
    POLICY_OUT_OF_RANGE,
    WEAK_PASSWORD,
    WRONG_CREDENTIALS,
    SETUP_CLOSED,
    SUSPENDED,
    EXPIRED,
    NOT_RECIPIENT,
    STALE_DEVICE_LIST,
    MAILBOX_FULL,
    CONFLICTING_DUPLICATE,
    INVALID_SIGNATURE,
    PREKEY_REUSED,
    CONFLICTING_VERSION,
    TOO_MANY_DEVICES,
    RATE_LIMITED,
    BUSY;

    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public RefusedException refused() {
        return new Refusal.Plain(this).toException();
    }

    public RefusedException refusedUntil(Duration retryAfter) {
        return new Refusal.Later(this, retryAfter).toException();
    }
}
