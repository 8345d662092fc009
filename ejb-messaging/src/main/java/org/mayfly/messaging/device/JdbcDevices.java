package org.mayfly.messaging.device;

import com.google.protobuf.ByteString;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.database.DatabaseFailure;
import org.mayfly.messaging.database.Jdbc;
import org.mayfly.messaging.database.Row;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.verification.VerifiedDevice;
import org.mayfly.protocol.verification.VerifiedDeviceList;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** The tables {@code device}, {@code device_list} and {@code device_session}, and the mailbox a device starts with. */
@Dependent
public class JdbcDevices {

    /** What a log-in is judged by. */
    record Stored(P521PublicKey signingKey, long storeGeneration, boolean suspended) {}

    private final Jdbc jdbc;

    @Inject
    public JdbcDevices(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    /** @throws org.mayfly.messaging.refusal.RefusedException malformed: the id is in use */
    void add(UserId user, VerifiedDevice device, Instant now) {
        try {
            jdbc.update(
                    "INSERT INTO device (id, user_id, signing_key, created_at) VALUES (?, ?, ?, ?)",
                    device.device(),
                    user,
                    device.signingKey().encoded(),
                    now);
        } catch (DatabaseFailure failure) {
            throw failure.isDuplicate() ? Reason.MALFORMED.refused() : failure;
        }
        jdbc.update("INSERT INTO mailbox (device_id) VALUES (?)", device.device());
    }

    void addList(VerifiedDeviceList list, Instant now) {
        jdbc.update(
                "INSERT INTO device_list (user_id, version, list, signature, created_at) VALUES (?, ?, ?, ?, ?)",
                list.user(),
                list.version(),
                list.signed().getList().toByteArray(),
                list.signed().getSignature().toByteArray(),
                now);
    }

    Optional<SignedDeviceList> newestList(NetworkId network, UserId user) {
        return jdbc.first("""
                SELECT u.identity_key, l.list, l.signature FROM device_list l JOIN app_user u ON u.id = l.user_id
                WHERE u.id = ? AND u.network_id = ? ORDER BY l.version DESC LIMIT 1
                """, JdbcDevices::signedList, user, network);
    }

    /** Locks the user until the commit: the list can't change meanwhile. */
    Optional<SignedDeviceList> newestListForChange(NetworkId network, UserId user) {
        lockUser(user);
        return newestList(network, user);
    }

    /** Until the commit. */
    void lock(Collection<DeviceId> devices) {
        jdbc.list("SELECT id FROM device WHERE id = ANY (?) ORDER BY id FOR UPDATE", row -> row.device("id"), (Object)
                devices.stream().map(device -> Jdbc.uuid(device.value())).toArray(UUID[]::new));
    }

    void lockUser(UserId user) {
        jdbc.list("SELECT id FROM app_user WHERE id = ? FOR UPDATE", row -> row.user("id"), user);
    }

    /** Versions after one, ascending. */
    List<SignedDeviceList> listsAfter(NetworkId network, UserId user, long version, int limit) {
        return jdbc.list("""
                SELECT u.identity_key, l.list, l.signature FROM device_list l JOIN app_user u ON u.id = l.user_id
                WHERE u.id = ? AND u.network_id = ? AND l.version > ? ORDER BY l.version LIMIT ?
                """, JdbcDevices::signedList, user, network, version, limit);
    }

    /** Every version, ascending. */
    public List<SignedDeviceList> allLists(NetworkId network, UserId user) {
        return listsAfter(network, user, 0, Integer.MAX_VALUE);
    }

    private static SignedDeviceList signedList(Row row) throws SQLException {
        return SignedDeviceList.newBuilder()
                .setIdentityKey(ByteString.copyFrom(row.raw("identity_key")))
                .setList(ByteString.copyFrom(row.raw("list")))
                .setSignature(ByteString.copyFrom(row.raw("signature")))
                .build();
    }

    /** What is known of a device besides its keys. */
    record Traits(Optional<Bytes> name, Optional<Integer> lastSeenDay) {}

    Map<DeviceId, Traits> traits(UserId user) {
        var found = new HashMap<DeviceId, Traits>();
        jdbc.list(
                        "SELECT id, name_sealed, last_seen_day FROM device WHERE user_id = ?",
                        row -> Map.entry(
                                row.device("id"),
                                new Traits(row.maybeBytes("name_sealed"), row.maybeInteger("last_seen_day"))),
                        user)
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    /** @return false if the user has no such device */
    boolean name(UserId user, DeviceId device, Bytes sealed) {
        return jdbc.update("UPDATE device SET name_sealed = ? WHERE id = ? AND user_id = ?", sealed, device, user) == 1;
    }

    boolean isKnown(DeviceId device) {
        return jdbc.first("SELECT id FROM device WHERE id = ?", row -> row.device("id"), device)
                .isPresent();
    }

    /** With its mailbox, one-time keys and sessions. */
    void remove(DeviceId device) {
        jdbc.update("DELETE FROM device WHERE id = ?", device);
    }

    /** Locks the device until the commit. */
    Optional<Stored> findForLogIn(NetworkId network, DeviceAddress address) {
        return jdbc.first(
                """
                SELECT d.signing_key, d.store_generation, u.suspended_at IS NOT NULL AS suspended
                FROM device d JOIN app_user u ON u.id = d.user_id
                WHERE d.id = ? AND u.id = ? AND u.network_id = ? FOR UPDATE OF d
                """,
                row -> new Stored(
                        new P521PublicKey(row.bytes("signing_key")),
                        row.number("store_generation"),
                        row.yes("suspended")),
                address.device(),
                address.user(),
                network);
    }

    /** Keeps the day too, while the network's policy allows it. */
    void recordGeneration(DeviceId device, long generation, Instant now) {
        jdbc.update("""
                UPDATE device SET store_generation = ?, last_seen_day = (SELECT ? FROM app_user u
                    JOIN ephemerality_policy p ON p.network_id = u.network_id
                    WHERE u.id = device.user_id AND p.last_seen_allowed)
                WHERE id = ?
                """, generation, Math.toIntExact(Math.floorDiv(now.toEpochMilli(), 86_400_000L)), device);
    }

    void addSession(Bytes tokenHash, DeviceId device, Instant expires) {
        jdbc.update(
                "INSERT INTO device_session (token_hash, device_id, expires_at) VALUES (?, ?, ?)",
                tokenHash,
                device,
                expires);
    }

    /** The device of an unexpired token, unless its user is suspended. */
    Optional<Actor.Device> session(Bytes tokenHash, Instant now) {
        return jdbc.first(
                """
                SELECT u.network_id, u.id AS user_id, d.id FROM device_session s
                JOIN device d ON d.id = s.device_id JOIN app_user u ON u.id = d.user_id
                WHERE s.token_hash = ? AND s.expires_at > ? AND u.suspended_at IS NULL
                """,
                row -> new Actor.Device(row.network("network_id"), row.user("user_id"), row.device("id")),
                tokenHash,
                now);
    }

    void purgeSessions(Instant now) {
        jdbc.update("DELETE FROM device_session WHERE expires_at <= ?", now);
    }
}
