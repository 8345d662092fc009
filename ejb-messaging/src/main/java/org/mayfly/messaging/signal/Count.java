package org.mayfly.messaging.signal;

import java.util.Locale;

/** What only goes up, from the start of the server on. docs/operating.md is checked against this list. */
public enum Count {
    CONNECTIONS_OPENED("Sockets that were opened."),
    RECEIPTS("Submissions that were stored and answered by a receipt."),
    ENTRIES_STORED("Envelopes laid into mailboxes: one for each recipient device of a submission."),
    ENTRIES_ACKNOWLEDGED("Envelopes that went from mailboxes because their devices had acknowledged them."),
    DELIVERIES("Envelopes handed to a connection; one that is delivered again counts again."),
    COMMIT_FAILURES("Commits that failed; one that met a conflict is tried again at once."),
    PREKEYS_CLAIMED("One-time keys that were handed out."),
    PREKEY_POOLS_EXHAUSTED("Claims for a device that had fewer one-time keys left than were wanted."),
    FAILURES("Bugs: answers “internal”, each written to the log under an id.");

    private final String meaning;

    Count(String meaning) {
        this.meaning = meaning;
    }

    /** As it is scraped. */
    public String metric() {
        return stem() + "_total";
    }

    String stem() {
        return "mayfly_" + name().toLowerCase(Locale.ROOT);
    }

    String meaning() {
        return meaning;
    }
}
