package org.mayfly.messaging.config;

import java.util.Locale;

/**
 * Every setting that has a number: default, unit, range, meaning. The property's name is the constant's in kebab-case;
 * docs/limits.md is checked against this list.
 */
public enum Setting {
    INVITATION_LIFE(168, "hours", 1, 720, "how long an invitation can be used"),
    REST_TOKEN_LIFE(60, "minutes", 5, 1_440, "how long a REST token works after a log-in"),
    ENVELOPE_SIZE(1_000_000, "bytes", 10_000, 1_048_576, "largest submission: header, ciphertext and wraps together"),
    ENVELOPE_RECIPIENTS(1_000, "devices", 1, 1_000, "recipient devices of one envelope"),
    MAILBOX_ENTRIES(10_000, "envelopes", 10, 1_000_000, "waiting in one device's mailbox"),
    MAILBOX_SIZE(256, "MiB", 1, 65_536, "waiting in one device's mailbox, all together"),
    COMMIT_QUEUE(4_096, "requests", 1, 1_000_000, "submissions and acknowledgements that may wait for the next commit"),
    COMMIT_BATCH(512, "requests", 1, 10_000, "submissions and acknowledgements of one commit"),
    SUBMISSIONS(6_000, "a minute", 10, 1_000_000, "submissions of one device"),
    LOG_INS(120, "in 10 minutes", 5, 100_000, "log-ins of one device"),
    PREKEY_CLAIMS(2_000, "an hour", 10, 1_000_000, "P-521 one-time keys one device may claim"),
    KEM_PREKEY_CLAIMS(2_000, "an hour", 10, 1_000_000, "ML-KEM-1024 one-time keys one device may claim"),
    PREKEY_UPLOADS(40, "an hour", 2, 10_000, "batches of one-time keys one device may upload, of both types together"),
    PREKEY_POOL(2_000, "keys", 200, 100_000, "unclaimed one-time keys of each type the server keeps for one device"),
    RECOVERY_EVALUATIONS(
            10, "an hour", 1, 1_000, "evaluations of a passphrase for one account's names, be it there or not"),
    RECOVERY_EVALUATIONS_DAILY(50, "a day", 1, 10_000, "the same, in a day"),
    OWN_EVALUATIONS(10, "an hour", 1, 1_000, "evaluations of a passphrase that the account's own devices ask for"),
    OWN_EVALUATIONS_DAILY(30, "a day", 1, 10_000, "the same, in a day"),
    INVITED_EVALUATIONS(10, "a code", 1, 1_000, "evaluations of a passphrase for one invitation"),
    INVITED_EVALUATIONS_DAILY(30, "a day", 1, 10_000, "the same for one person, with however many codes"),
    ACCOUNT_CHANGES(40, "a day", 5, 10_000, "passphrases, recovery keys and further devices that one account may set"),
    SIGN_IN_ATTEMPTS(10, "in 15 minutes", 3, 1_000, "sign-ins of one administrator's name that fail"),
    SOURCE_CONNECTIONS(600, "a minute", 1, 1_000_000, "socket connections from one address"),
    SOURCE_LOG_INS(600, "a minute", 1, 1_000_000, "device log-ins from one address"),
    SOURCE_INVITATIONS(60, "a minute", 1, 1_000_000, "invitations opened from one address"),
    SOURCE_ENROLMENTS(60, "a minute", 1, 1_000_000, "enrolments from one address"),
    SOURCE_RECOVERIES(
            120, "a minute", 1, 1_000_000, "evaluations and log-ins of people who come back, from one address"),
    SOURCE_ACCOUNT(7, "an hour", 1, 1_000_000, "evaluations for one account's names from one address"),
    SOURCE_ACCOUNT_DAILY(35, "a day", 1, 1_000_000, "the same, in a day"),
    SOURCE_SIGN_INS(30, "a minute", 1, 1_000_000, "sign-ins and set-ups of administrators from one address"),
    SOURCE_SCRAPES(60, "a minute", 1, 1_000_000, "questions for metrics and health from one address"),
    SOURCE_API_CALLS(3_000, "a minute", 1, 1_000_000, "REST calls from one address");

    private final long standard;
    private final String unit;
    private final long lowest;
    private final long highest;
    private final String meaning;

    Setting(long standard, String unit, long lowest, long highest, String meaning) {
        this.standard = standard;
        this.unit = unit;
        this.lowest = lowest;
        this.highest = highest;
        this.meaning = meaning;
    }

    public String property() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What holds where nothing is set. */
    public long standard() {
        return standard;
    }

    public String unit() {
        return unit;
    }

    public long lowest() {
        return lowest;
    }

    public long highest() {
        return highest;
    }

    public String meaning() {
        return meaning;
    }

    /** @throws IllegalArgumentException in words for the operator */
    long parse(String text) {
        try {
            long value = Long.parseLong(text.strip());
            if (value >= lowest && value <= highest) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "%s must be a whole number from %d to %d (%s)".formatted(property(), lowest, highest, unit));
    }
}
