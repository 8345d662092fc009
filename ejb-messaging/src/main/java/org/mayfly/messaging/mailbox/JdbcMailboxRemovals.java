package org.mayfly.messaging.mailbox;

import org.mayfly.messaging.database.Jdbc;
import org.mayfly.messaging.mailbox.MailboxStore.Address;
import org.mayfly.messaging.mailbox.Mailboxes.Place;
import org.mayfly.protocol.value.DeviceId;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Takes entries away, corrects the counters, and takes payloads away with their last entry. */
final class JdbcMailboxRemovals {

    private record Gone(int expiryDay, long payload, DeviceId device, int size) {}

    private final Jdbc jdbc;

    JdbcMailboxRemovals(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    List<Address> expired(Instant now, int limit) {
        return jdbc.list(
                """
                SELECT device_id, sequence, expiry_day FROM mailbox_entry
                WHERE expiry_day <= ? AND discard_at <= ? ORDER BY device_id LIMIT ?
                """,
                row -> new Address(
                        row.device("device_id"), new Place(row.number("sequence"), row.integer("expiry_day"))),
                ExpiryDay.of(now),
                now,
                limit);
    }

    /** The mailboxes are locked. */
    void remove(Collection<Address> entries) {
        var gone = jdbc.list(
                """
                DELETE FROM mailbox_entry e USING unnest(?, ?, ?) AS a (expiry_day, device_id, sequence)
                WHERE e.expiry_day = a.expiry_day AND e.device_id = a.device_id AND e.sequence = a.sequence
                RETURNING e.expiry_day, e.payload_id, e.device_id, e.size
                """,
                row -> new Gone(
                        row.integer("expiry_day"),
                        row.number("payload_id"),
                        row.device("device_id"),
                        row.integer("size")),
                column(entries, one -> one.place().expiryDay()).toArray(Integer[]::new),
                column(entries, one -> Jdbc.uuid(one.device().value())).toArray(UUID[]::new),
                column(entries, one -> one.place().sequence()).toArray(Long[]::new));
        if (!gone.isEmpty()) {
            correctCounters(gone);
            releasePayloads(gone);
        }
    }

    private void correctCounters(List<Gone> gone) {
        jdbc.update(
                """
                UPDATE mailbox m SET entries = m.entries - t.entries, bytes = m.bytes - t.bytes
                FROM (SELECT device_id, count(*) AS entries, sum(size) AS bytes
                    FROM unnest(?, ?) AS g (device_id, size) GROUP BY device_id) t
                WHERE m.device_id = t.device_id
                """,
                column(gone, one -> Jdbc.uuid(one.device().value())).toArray(UUID[]::new),
                column(gone, Gone::size).toArray(Integer[]::new));
    }

    /** Locks the payloads in a statement of its own, so that the next one sees what another server has just counted. */
    private void releasePayloads(List<Gone> gone) {
        var days = column(gone, Gone::expiryDay).toArray(Integer[]::new);
        var payloads = column(gone, Gone::payload).toArray(Long[]::new);
        jdbc.list("""
                SELECT p.id FROM payload p WHERE (p.expiry_day, p.id) IN (SELECT * FROM unnest(?, ?))
                ORDER BY p.expiry_day, p.id FOR UPDATE
                """, row -> row.number("id"), days, payloads);
        jdbc.update("""
                WITH freed AS (SELECT expiry_day, id, count(*) AS entries FROM unnest(?, ?) AS g (expiry_day, id)
                        GROUP BY expiry_day, id),
                    dropped AS (DELETE FROM payload p USING freed f
                        WHERE p.expiry_day = f.expiry_day AND p.id = f.id AND p.remaining <= f.entries)
                UPDATE payload p SET remaining = p.remaining - f.entries FROM freed f
                WHERE p.expiry_day = f.expiry_day AND p.id = f.id AND p.remaining > f.entries
                """, days, payloads);
    }

    private static <T, C> List<C> column(Collection<T> rows, Function<T, C> value) {
        return rows.stream().map(value).toList();
    }
}
