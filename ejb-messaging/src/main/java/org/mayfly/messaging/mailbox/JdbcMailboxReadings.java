package org.mayfly.messaging.mailbox;

import org.mayfly.messaging.database.Jdbc;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** Figures of the mailboxes, by an index or the catalogue alone: no row is read. */
@Dependent
public class JdbcMailboxReadings {

    private final Jdbc jdbc;

    @Inject
    public JdbcMailboxReadings(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    /** When the oldest envelope that waits was accepted. */
    Optional<Instant> oldest() {
        return jdbc.first(
                "SELECT accepted_at FROM payload ORDER BY accepted_at LIMIT 1", row -> row.time("accepted_at"));
    }

    /** When the envelope that expires first does, or did. */
    Optional<Instant> firstEnd() {
        return jdbc.first(
                "SELECT discard_at FROM mailbox_entry ORDER BY discard_at LIMIT 1", row -> row.time("discard_at"));
    }

    /** So many days after this one, and this one, have room in every table; -1: not even this one. */
    int daysAhead(int today) {
        var days = new HashSet<>(jdbc.list("""
                SELECT substring(c.relname FROM '[0-9]+$')::integer AS day
                FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent IN ('payload'::regclass, 'mailbox_entry'::regclass)
                GROUP BY day HAVING count(*) = 2
                """, row -> row.integer("day")));
        int ahead = -1;
        while (days.contains(today + ahead + 1)) {
            ahead++;
        }
        return ahead;
    }
}
