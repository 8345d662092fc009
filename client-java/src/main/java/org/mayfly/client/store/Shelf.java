package org.mayfly.client.store;

/** The kinds of records of a store. Numbers are part of the files' format. */
public enum Shelf {
    SECRET(1),
    OWN_DEVICE(2),
    COUNTERS(3),
    PREKEY(4),
    USED_PREKEY(5),
    NEWEST_BATCH(6),
    SENDING_LINK(7),
    RECEIVING_EPOCH(8),
    SKIPPED_KEY(9),
    REPLAY_WINDOW(10),
    SEEN_ENVELOPE(11),
    PINNED_LIST(12),
    SEEN_MESSAGE(13),
    ASKED_AGAIN(14),
    GIVEN_KEY(15),
    RECEIVED_KEY(16),
    GAP(17),
    PROFILE(20),
    PERSON(21),
    OUTGOING(22),
    SENT(23),
    INCOMING(24),
    RECEIPT_DUE(25),
    WARNING(26),
    SENT_TEXT(27),
    CLAIMED(28),
    NAME_CLAIM(29),
    VERIFIED(30);

    private final int number;

    Shelf(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
