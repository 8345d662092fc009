package org.mayfly.messaging.mailbox;

import org.mayfly.messaging.database.Jdbc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Adds a batch of envelopes: one insert for the payloads, one for the entries. */
final class JdbcMailboxAdditions {

    private final Jdbc jdbc;

    JdbcMailboxAdditions(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    void add(List<Placed> envelopes, Instant acceptedAt) {
        addPayloads(envelopes, acceptedAt);
        addEntries(entries(envelopes));
    }

    private void addPayloads(List<Placed> envelopes, Instant acceptedAt) {
        jdbc.update(
                """
                INSERT INTO payload (expiry_day, sender_device, message_id, digest, header, ciphertext, signature, remaining,
                    discard_at, accepted_at)
                SELECT p.*, ? FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) AS p
                """,
                acceptedAt,
                Columns.integers(envelopes, Placed::expiryDay),
                Columns.ids(envelopes, one -> one.sender().value()),
                Columns.ids(envelopes, one -> one.message().value()),
                Columns.bytes(envelopes, Placed::digest),
                Columns.bytes(envelopes, Placed::header),
                Columns.bytes(envelopes, Placed::ciphertext),
                Columns.bytes(envelopes, Placed::signature),
                Columns.integers(envelopes, one -> one.entries().size()),
                Columns.longs(envelopes, one -> one.discardAt().toEpochMilli()));
    }

    private void addEntries(List<Addition> additions) {
        jdbc.update(
                """
                INSERT INTO mailbox_entry (expiry_day, device_id, sequence, sender_device, message_id, wrap, leaf_index,
                    leaf_count, siblings, size, discard_at)
                SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                Columns.integers(additions, one -> one.envelope().expiryDay()),
                Columns.ids(additions, one -> one.entry().device().value()),
                Columns.longs(additions, one -> one.envelope().sequence(one.place())),
                Columns.ids(additions, one -> one.envelope().sender().value()),
                Columns.ids(additions, one -> one.envelope().message().value()),
                Columns.bytes(additions, one -> one.entry().wrap()),
                Columns.integers(additions, one -> one.entry().proof().index()),
                Columns.integers(additions, one -> one.envelope().entries().size()),
                additions.stream()
                        .map(one -> Siblings.joined(one.entry().proof().siblings()))
                        .toArray(byte[][]::new),
                Columns.integers(
                        additions,
                        one -> Math.toIntExact(one.envelope().fill(one.entry()).bytes())),
                Columns.longs(additions, one -> one.envelope().discardAt().toEpochMilli()));
    }

    /** @param place of the entry in its envelope */
    private record Addition(Placed envelope, int place) {
        Placed.Entry entry() {
            return envelope.entries().get(place);
        }
    }

    private static List<Addition> entries(List<Placed> envelopes) {
        var entries = new ArrayList<Addition>();
        for (var envelope : envelopes) {
            for (int place = 0; place < envelope.entries().size(); place++) {
                entries.add(new Addition(envelope, place));
            }
        }
        return entries;
    }
}
