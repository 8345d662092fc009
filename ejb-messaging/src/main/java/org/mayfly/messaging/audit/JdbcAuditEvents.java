package org.mayfly.messaging.audit;

import org.mayfly.messaging.database.Jdbc;
import org.mayfly.messaging.database.Row;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** The table {@code audit_event}: read here, added to by the owner's function alone. */
final class JdbcAuditEvents {

    private static final String COLUMNS =
            "SELECT sequence, occurred_at, actor, action, subject, before, after FROM audit_event ";

    private final Jdbc jdbc;

    JdbcAuditEvents(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    void append(Instant at, String actor, String action, String subject, String before, String after) {
        jdbc.one(
                "SELECT audit_append(?, ?, ?, ?, ?, ?) AS sequence",
                row -> row.number("sequence"),
                at,
                actor,
                action,
                subject,
                before,
                after);
    }

    List<AuditTrail.Event> list(long afterSequence, int limit) {
        return jdbc.list(
                COLUMNS + "WHERE sequence > ? ORDER BY sequence LIMIT ?", JdbcAuditEvents::event, afterSequence, limit);
    }

    List<AuditTrail.Event> newest(long beforeSequence, int limit) {
        return jdbc.list(
                COLUMNS + "WHERE sequence < ? ORDER BY sequence DESC LIMIT ?",
                JdbcAuditEvents::event,
                beforeSequence,
                limit);
    }

    private static AuditTrail.Event event(Row row) throws SQLException {
        return new AuditTrail.Event(
                row.number("sequence"),
                row.time("occurred_at"),
                row.text("actor"),
                row.text("action"),
                row.text("subject"),
                row.text("before"),
                row.text("after"));
    }
}
