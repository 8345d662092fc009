package org.mayfly.messaging.prekey;

import com.google.protobuf.ByteString;
import org.mayfly.messaging.database.DatabaseFailure;
import org.mayfly.messaging.database.Jdbc;
import org.mayfly.messaging.database.Row;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.wire.SignedPrekeyBatch;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** The tables {@code prekey_batch}, {@code prekey}, {@code prekey_claim} and {@code claim_number}. */
@Dependent
class JdbcPrekeys implements PrekeyStore {

    private static final int HASH = 64;

    private final Jdbc jdbc;

    @Inject
    JdbcPrekeys(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean add(DeviceId device, Batch batch) {
        var ids = batch.keys().stream().map(key -> Jdbc.uuid(key.id().value())).toArray(UUID[]::new);
        boolean handedOut = jdbc.one(
                "SELECT EXISTS (SELECT FROM prekey_claim WHERE device_id = ? AND prekey_id = ANY (?)) AS seen",
                row -> row.yes("seen"),
                device,
                ids);
        if (handedOut) {
            return false;
        }
        try {
            insert(device, batch, ids);
            return true;
        } catch (DatabaseFailure failure) {
            if (failure.isDuplicate()) {
                return false;
            }
            throw failure;
        }
    }

    private void insert(DeviceId device, Batch batch, UUID[] ids) {
        var keys = batch.keys();
        jdbc.update(
                """
                INSERT INTO prekey_batch (device_id, id, type, batch, signature, leaf_count, created_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                device,
                Jdbc.uuid(batch.id()),
                batch.type().getNumber(),
                batch.signed().getBatch().toByteArray(),
                batch.signed().getSignature().toByteArray(),
                keys.size(),
                batch.created(),
                batch.expires());
        jdbc.update(
                """
                INSERT INTO prekey (device_id, id, batch_id, type, leaf_index, siblings, public_key, expires_at)
                SELECT ?, k.id, ?, ?, k.leaf_index, k.siblings, k.public_key, ?
                FROM unnest(?, ?, ?, ?) AS k (id, leaf_index, siblings, public_key)
                """,
                device,
                Jdbc.uuid(batch.id()),
                batch.type().getNumber(),
                batch.expires(),
                ids,
                keys.stream().map(Key::leafIndex).toArray(Integer[]::new),
                keys.stream().map(key -> joined(key.siblings())).toArray(byte[][]::new),
                keys.stream().map(key -> key.key().toArray()).toArray(byte[][]::new));
    }

    /** One statement: what it deletes it logs, and the log's key would refuse a second time. */
    @Override
    public List<Taken> take(Pool pool, int wanted, Instant now) {
        return jdbc.list("""
                WITH taken AS (
                    DELETE FROM prekey WHERE (device_id, id) IN (
                        SELECT device_id, id FROM prekey WHERE device_id = ? AND type = ? AND expires_at > ?
                        ORDER BY expires_at, id LIMIT ? FOR UPDATE SKIP LOCKED)
                    RETURNING device_id, id, batch_id, leaf_index, siblings, public_key),
                logged AS (INSERT INTO prekey_claim (device_id, prekey_id) SELECT device_id, id FROM taken)
                SELECT t.id, t.leaf_index, t.siblings, t.public_key, b.batch, b.signature, b.leaf_count
                FROM taken t JOIN prekey_batch b ON b.device_id = t.device_id AND b.id = t.batch_id
                """, JdbcPrekeys::taken, pool.device(), pool.type().getNumber(), now, wanted);
    }

    private static Taken taken(Row row) throws SQLException {
        return new Taken(
                SignedPrekeyBatch.newBuilder()
                        .setBatch(ByteString.copyFrom(row.raw("batch")))
                        .setSignature(ByteString.copyFrom(row.raw("signature")))
                        .build(),
                new Key(
                        row.prekey("id"),
                        row.bytes("public_key"),
                        row.integer("leaf_index"),
                        split(row.raw("siblings"))),
                row.integer("leaf_count"));
    }

    @Override
    public int left(Pool pool, Instant now) {
        return jdbc.one(
                "SELECT count(*) AS keys FROM prekey WHERE device_id = ? AND type = ? AND expires_at > ?",
                row -> row.integer("keys"),
                pool.device(),
                pool.type().getNumber(),
                now);
    }

    @Override
    public Set<DeviceAddress> reachable(NetworkId network, Collection<DeviceAddress> devices) {
        var found = new HashSet<>(jdbc.list(
                """
                SELECT d.user_id, d.id FROM device d JOIN app_user u ON u.id = d.user_id
                WHERE d.id = ANY (?) AND u.network_id = ? AND u.suspended_at IS NULL
                """,
                row -> new DeviceAddress(row.user("user_id"), row.device("id")),
                devices.stream()
                        .map(address -> Jdbc.uuid(address.device().value()))
                        .toArray(UUID[]::new),
                network));
        found.retainAll(devices);
        return found;
    }

    @Override
    public long nextClaim() {
        return jdbc.one(
                "UPDATE claim_number SET highest = highest + 1 WHERE only_row RETURNING highest",
                row -> row.number("highest"));
    }

    @Override
    public void discardAll() {
        jdbc.list("SELECT prekeys_discard()", row -> row);
    }

    @Override
    public void purge(Instant now) {
        jdbc.update("DELETE FROM prekey_batch WHERE expires_at <= ?", now);
    }

    private static byte[] joined(List<Bytes> siblings) {
        var joined = new byte[siblings.size() * HASH];
        for (int i = 0; i < siblings.size(); i++) {
            System.arraycopy(siblings.get(i).toArray(), 0, joined, i * HASH, HASH);
        }
        return joined;
    }

    private static List<Bytes> split(byte[] joined) {
        var siblings = new ArrayList<Bytes>();
        for (int at = 0; at < joined.length; at += HASH) {
            siblings.add(Bytes.of(Arrays.copyOfRange(joined, at, at + HASH)));
        }
        return siblings;
    }
}
