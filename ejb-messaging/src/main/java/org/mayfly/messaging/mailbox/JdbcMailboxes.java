package org.mayfly.messaging.mailbox;

import org.mayfly.messaging.database.Jdbc;
import org.mayfly.messaging.mailbox.Mailboxes.Place;
import org.mayfly.messaging.mailbox.Mailboxes.Stored;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.UserId;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * The tables {@code mailbox_order}, {@code mailbox}, {@code payload} and {@code mailbox_entry}: a constant number of
 * statements a batch.
 */
@Dependent
class JdbcMailboxes implements MailboxStore {

    private final Jdbc jdbc;
    private final JdbcMailboxAdditions additions;
    private final JdbcMailboxRemovals removals;

    @Inject
    JdbcMailboxes(Jdbc jdbc) {
        this.jdbc = jdbc;
        this.additions = new JdbcMailboxAdditions(jdbc);
        this.removals = new JdbcMailboxRemovals(jdbc);
    }

    @Override
    public long takeTurn(int entries) {
        return jdbc.one(
                "UPDATE mailbox_order SET last_sequence = last_sequence + ? WHERE only_row RETURNING last_sequence - ? AS before",
                row -> row.number("before"),
                entries,
                entries);
    }

    @Override
    public Map<UserId, Head> heads(Collection<UserId> users) {
        var found = new HashMap<UserId, Head>();
        jdbc.list(
                        """
                        SELECT u.id, u.network_id, max(l.version) AS version
                        FROM app_user u JOIN device_list l ON l.user_id = u.id
                        WHERE u.id = ANY (?) GROUP BY u.id, u.network_id
                        """,
                        row -> Map.entry(row.user("id"), new Head(row.network("network_id"), row.number("version"))),
                        (Object) users.stream()
                                .map(user -> Jdbc.uuid(user.value()))
                                .toArray(UUID[]::new))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    @Override
    public Map<DeviceId, Party> parties(Collection<DeviceId> devices) {
        var found = new HashMap<DeviceId, Party>();
        jdbc.list(
                        """
                        SELECT d.id, d.user_id, u.network_id, u.suspended_at IS NOT NULL AS suspended,
                            p.expiration_maximum, m.entries, m.bytes
                        FROM device d JOIN mailbox m ON m.device_id = d.id JOIN app_user u ON u.id = d.user_id
                        JOIN ephemerality_policy p ON p.network_id = u.network_id WHERE d.id = ANY (?)
                        """,
                        row -> new Party(
                                new DeviceAddress(row.user("user_id"), row.device("id")),
                                row.network("network_id"),
                                row.yes("suspended"),
                                Duration.ofSeconds(row.number("expiration_maximum")),
                                new Fill(row.integer("entries"), row.number("bytes"))),
                        (Object) devices.stream()
                                .map(device -> Jdbc.uuid(device.value()))
                                .toArray(UUID[]::new))
                .forEach(party -> found.put(party.address().device(), party));
        return found;
    }

    @Override
    public Map<Submitted, Known> known(Collection<Submitted> submissions) {
        var found = new HashMap<Submitted, Known>();
        ByDay.of(submissions, Submitted::expiryDay)
                .forEach((day, ofDay) -> jdbc.list(
                                """
                                SELECT s.sender_device, s.message_id, p.digest, p.accepted_at
                                FROM unnest(?, ?) AS s (sender_device, message_id),
                                LATERAL (SELECT digest, accepted_at FROM payload
                                    WHERE expiry_day = ? AND sender_device = s.sender_device
                                        AND message_id = s.message_id LIMIT 1) p
                                """,
                                row -> Map.entry(
                                        new Submitted(day, row.device("sender_device"), row.message("message_id")),
                                        new Known(row.bytes("digest"), row.time("accepted_at"))),
                                Columns.ids(ofDay, one -> one.sender().value()),
                                Columns.ids(ofDay, one -> one.message().value()),
                                day)
                        .forEach(entry -> found.put(entry.getKey(), entry.getValue())));
        return found;
    }

    @Override
    public List<Address> all(DeviceId device) {
        return jdbc.list(
                "SELECT sequence, expiry_day FROM mailbox_entry WHERE device_id = ?",
                row -> new Address(device, new Place(row.number("sequence"), row.integer("expiry_day"))),
                device);
    }

    @Override
    public void add(List<Placed> envelopes, Instant acceptedAt) {
        additions.add(envelopes, acceptedAt);
    }

    @Override
    public Map<DeviceId, Fill> remove(Collection<Address> entries) {
        return removals.remove(entries);
    }

    @Override
    public void count(Map<DeviceId, Fill> changes) {
        var changed = changes.entrySet();
        jdbc.update(
                """
                UPDATE mailbox m SET entries = m.entries + c.entries, bytes = m.bytes + c.bytes
                FROM unnest(?, ?, ?) AS c (device_id, entries, bytes) WHERE m.device_id = c.device_id
                """,
                Columns.ids(changed, one -> one.getKey().value()),
                Columns.integers(changed, one -> one.getValue().entries()),
                Columns.longs(changed, one -> one.getValue().bytes()));
    }

    /** The payloads are looked up after the limit: a full mailbox costs no more than a page of it. */
    @Override
    public List<Stored> read(DeviceId device, Place after, int limit, Instant now) {
        return jdbc.list(
                """
                SELECT e.sequence, e.expiry_day, p.header, p.ciphertext, p.signature, e.wrap, e.leaf_index, e.leaf_count,
                    e.siblings, e.discard_at
                FROM (SELECT * FROM mailbox_entry
                    WHERE device_id = ? AND sequence > ? AND expiry_day >= ? AND discard_at > ?
                    ORDER BY sequence LIMIT ?) e
                JOIN payload p ON p.expiry_day = e.expiry_day AND p.sender_device = e.sender_device
                    AND p.message_id = e.message_id
                ORDER BY e.sequence
                """,
                row -> new Stored(
                        new Place(row.number("sequence"), row.integer("expiry_day")),
                        row.bytes("header"),
                        row.bytes("ciphertext"),
                        row.bytes("signature"),
                        row.bytes("wrap"),
                        Siblings.split(row.raw("siblings")).proof(row.integer("leaf_index"), row.integer("leaf_count")),
                        row.time("discard_at")),
                device,
                after.sequence(),
                ExpiryDay.of(now),
                now,
                limit);
    }

    @Override
    public Optional<Integer> purge(Instant now, int limit) {
        boolean alone = jdbc.one(
                "SELECT pg_try_advisory_xact_lock(hashtext('mailbox_purge')) AS alone", row -> row.yes("alone"));
        if (!alone) {
            return Optional.empty();
        }
        var expired = removals.expired(now, limit);
        if (!expired.isEmpty()) {
            takeTurn(0);
            count(Fill.negated(remove(expired)));
        }
        return Optional.of(expired.size());
    }

    @Override
    public void prepare(int firstDay, int lastDay) {
        jdbc.one("SELECT mailbox_prepare_days(?, ?) AS made", row -> row.integer("made"), firstDay, lastDay);
    }

    /**
     * Dropping a partition waits for whoever reads the table, such as a backup, and everybody else then waits behind: so it
     * gives up soon. It takes the turn, so that no commit is half way through the two tables.
     */
    @Override
    public void dropDaysBefore(int firstKept) {
        takeTurn(0);
        jdbc.one("SELECT set_config('lock_timeout', '200ms', true) AS patience", row -> row.text("patience"));
        jdbc.one("SELECT mailbox_drop_days_before(?) AS dropped", row -> row.integer("dropped"), firstKept);
    }
}
