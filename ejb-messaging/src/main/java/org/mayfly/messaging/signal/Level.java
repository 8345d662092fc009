package org.mayfly.messaging.signal;

import java.util.Locale;

/** What goes up and down. docs/operating.md is checked against this list. */
public enum Level {
    STARTED_TIMESTAMP_SECONDS("When the server started, in seconds since 1970."),
    CONNECTIONS("Sockets that are open, logged in or not."),
    DEVICES_CONNECTED("Devices that are logged in."),
    INTAKE_BYTES("Bytes of requests that came in on sockets and wait for their answers."),
    INTAKE_LIMIT_BYTES("Above so many bytes of waiting requests all further ones are refused as busy."),
    COMMIT_QUEUE("Submissions and acknowledgements that wait for the next commit."),
    COMMIT_QUEUE_LIMIT("Above so many waiting ones all further ones are refused as busy: limit commit-queue."),
    OLDEST_MAIL_SECONDS("How long the oldest envelope has been waiting for a device."),
    PURGE_LAG_SECONDS("How long ago the oldest envelope expired that is still in the database."),
    MAILBOX_DAYS_AHEAD("Days after today for which the mailboxes have room."),
    READINGS_AGE_SECONDS("How old the figures are that are read from the database."),
    DATA_FREE_BYTES("Room on the disk of the data folder."),
    HEAP_BYTES("Heap in use, garbage included."),
    HEAP_LIMIT_BYTES("Heap that the server may use.");

    private final String meaning;

    Level(String meaning) {
        this.meaning = meaning;
    }

    /** As it is scraped. */
    public String metric() {
        return "mayfly_" + name().toLowerCase(Locale.ROOT);
    }

    String meaning() {
        return meaning;
    }
}
