package org.mayfly.messaging.mailbox;

import org.mayfly.messaging.database.Jdbc;
import org.mayfly.protocol.value.Bytes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Adds a batch of envelopes: one insert for the payloads, one for the entries, one update of the mailboxes. */
final class JdbcMailboxAdditions {

    private final Jdbc jdbc;

    JdbcMailboxAdditions(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    void add(List<Placed> envelopes, Instant acceptedAt) {
        var ids = nextIds(envelopes.size());
        addPayloads(envelopes, ids, acceptedAt);
        addEntries(rows(envelopes, ids));
    }

    private Long[] nextIds(int count) {
        return jdbc.list(
                        "SELECT nextval('payload_id') AS id FROM generate_series(1, ?)", row -> row.number("id"), count)
                .toArray(Long[]::new);
    }

    private void addPayloads(List<Placed> envelopes, Long[] ids, Instant acceptedAt) {
        jdbc.update(
                """
                INSERT INTO payload (expiry_day, id, sender_device, message_id, digest, header, ciphertext, signature,
                    leaf_count, remaining, discard_at, accepted_at)
                SELECT p.expiry_day, p.id, p.sender_device, p.message_id, p.digest, p.header, p.ciphertext, p.signature,
                    p.leaf_count, p.leaf_count, p.discard_at, ?
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS p (expiry_day, id, sender_device, message_id, digest, header,
                    ciphertext, signature, leaf_count, discard_at)
                """,
                acceptedAt,
                column(envelopes, Placed::expiryDay).toArray(Integer[]::new),
                ids,
                column(envelopes, one -> Jdbc.uuid(one.sender().value())).toArray(UUID[]::new),
                column(envelopes, one -> Jdbc.uuid(one.message().value())).toArray(UUID[]::new),
                bytes(envelopes, Placed::digest),
                bytes(envelopes, Placed::header),
                bytes(envelopes, Placed::ciphertext),
                bytes(envelopes, Placed::signature),
                column(envelopes, Placed::leafCount).toArray(Integer[]::new),
                column(envelopes, one -> one.discardAt().toEpochMilli()).toArray(Long[]::new));
    }

    /**
     * The sequence numbers follow from the locked counters: the n-th new entry of a mailbox gets last_sequence + n, in
     * the order of the batch.
     */
    private void addEntries(List<EntryRow> rows) {
        jdbc.update(
                """
                WITH entry AS (
                    SELECT e.*, row_number() OVER (PARTITION BY e.device_id ORDER BY e.ordinal) AS n
                    FROM unnest(?, ?, ?, ?, ?, ?, ?, ?) WITH ORDINALITY
                        AS e (expiry_day, device_id, payload_id, wrap, leaf_index, siblings, size, discard_at, ordinal)),
                added AS (
                    INSERT INTO mailbox_entry (expiry_day, device_id, sequence, payload_id, wrap, leaf_index, siblings,
                        size, discard_at)
                    SELECT e.expiry_day, e.device_id, m.last_sequence + e.n, e.payload_id, e.wrap, e.leaf_index, e.siblings,
                        e.size, e.discard_at
                    FROM entry e JOIN mailbox m ON m.device_id = e.device_id)
                UPDATE mailbox m SET last_sequence = m.last_sequence + t.entries, entries = m.entries + t.entries,
                    bytes = m.bytes + t.bytes
                FROM (SELECT device_id, count(*) AS entries, sum(size) AS bytes FROM entry GROUP BY device_id) t
                WHERE m.device_id = t.device_id
                """,
                column(rows, one -> one.envelope().expiryDay()).toArray(Integer[]::new),
                column(rows, one -> Jdbc.uuid(one.entry().device().value())).toArray(UUID[]::new),
                column(rows, EntryRow::payload).toArray(Long[]::new),
                bytes(rows, one -> one.entry().wrap()),
                column(rows, one -> one.entry().proof().index()).toArray(Integer[]::new),
                column(rows, one -> Siblings.joined(one.entry().proof().siblings()))
                        .toArray(byte[][]::new),
                column(rows, one -> one.envelope().sizeOf(one.entry())).toArray(Integer[]::new),
                column(rows, one -> one.envelope().discardAt().toEpochMilli()).toArray(Long[]::new));
    }

    private record EntryRow(Placed envelope, Placed.Entry entry, long payload) {}

    private static List<EntryRow> rows(List<Placed> envelopes, Long[] ids) {
        var rows = new ArrayList<EntryRow>();
        for (int i = 0; i < ids.length; i++) {
            for (var entry : envelopes.get(i).entries()) {
                rows.add(new EntryRow(envelopes.get(i), entry, ids[i]));
            }
        }
        return rows;
    }

    private static <T, C> List<C> column(List<T> rows, Function<T, C> value) {
        return rows.stream().map(value).toList();
    }

    private static <T> byte[][] bytes(List<T> rows, Function<T, Bytes> value) {
        return rows.stream().map(row -> value.apply(row).toArray()).toArray(byte[][]::new);
    }
}
