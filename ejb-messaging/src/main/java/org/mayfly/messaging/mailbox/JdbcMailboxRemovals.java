package org.mayfly.messaging.mailbox;

import org.mayfly.messaging.database.Jdbc;
import org.mayfly.messaging.mailbox.MailboxStore.Address;
import org.mayfly.messaging.mailbox.MailboxStore.Fill;
import org.mayfly.messaging.mailbox.Mailboxes.Place;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.MessageId;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes entries away, and payloads with their last entry. */
final class JdbcMailboxRemovals {

    private record Payload(DeviceId sender, MessageId message) {}

    private record Gone(Payload payload, int recipients, DeviceId device, int size) {}

    private final Jdbc jdbc;

    JdbcMailboxRemovals(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    /** An envelope may lie in the partition of a later day than the one it ends on, by a sender's clock. */
    List<Address> expired(Instant now, int limit) {
        return jdbc.list(
                """
                SELECT device_id, sequence, expiry_day FROM mailbox_entry
                WHERE expiry_day <= ? AND discard_at <= ? ORDER BY discard_at LIMIT ?
                """,
                row -> new Address(
                        row.device("device_id"), new Place(row.number("sequence"), row.integer("expiry_day"))),
                ExpiryDay.of(now) + 1,
                now,
                limit);
    }

    Map<DeviceId, Fill> remove(Collection<Address> entries) {
        var fills = new HashMap<DeviceId, Fill>();
        ByDay.of(entries, one -> one.place().expiryDay()).forEach((day, ofDay) -> {
            var shared = new HashMap<Payload, Integer>();
            for (var one : remove(day, ofDay)) {
                fills.merge(one.device(), new Fill(1, one.size()), Fill::plus);
                if (one.recipients() > 1) {
                    shared.merge(one.payload(), 1, Integer::sum);
                }
            }
            if (!shared.isEmpty()) {
                release(day, shared);
            }
        });
        return fills;
    }

    private List<Gone> remove(int day, List<Address> entries) {
        return jdbc.list(
                """
                WITH gone AS (
                    DELETE FROM mailbox_entry e USING unnest(?, ?) AS a (device_id, sequence)
                    WHERE e.expiry_day = ? AND e.device_id = a.device_id AND e.sequence = a.sequence
                    RETURNING e.sender_device, e.message_id, e.leaf_count, e.device_id, e.size),
                only_one AS (
                    DELETE FROM payload p USING gone g
                    WHERE g.leaf_count = 1 AND p.expiry_day = ? AND p.sender_device = g.sender_device
                        AND p.message_id = g.message_id)
                SELECT * FROM gone
                """,
                row -> new Gone(
                        new Payload(row.device("sender_device"), row.message("message_id")),
                        row.integer("leaf_count"),
                        row.device("device_id"),
                        row.integer("size")),
                Columns.ids(entries, one -> one.device().value()),
                Columns.longs(entries, one -> one.place().sequence()),
                day,
                day);
    }

    /** @param entries how many of a payload's are gone */
    private void release(int day, Map<Payload, Integer> entries) {
        jdbc.update(
                """
                WITH gone AS (SELECT * FROM unnest(?, ?, ?) AS g (sender_device, message_id, entries)),
                dropped AS (
                    DELETE FROM payload p USING gone g
                    WHERE p.expiry_day = ? AND p.sender_device = g.sender_device AND p.message_id = g.message_id
                        AND p.remaining <= g.entries)
                UPDATE payload p SET remaining = p.remaining - g.entries FROM gone g
                WHERE p.expiry_day = ? AND p.sender_device = g.sender_device AND p.message_id = g.message_id
                    AND p.remaining > g.entries
                """,
                Columns.ids(entries.keySet(), one -> one.sender().value()),
                Columns.ids(entries.keySet(), one -> one.message().value()),
                entries.values().toArray(Integer[]::new),
                day,
                day);
    }
}
