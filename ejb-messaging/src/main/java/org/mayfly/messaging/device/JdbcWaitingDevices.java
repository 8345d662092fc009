package org.mayfly.messaging.device;

import org.mayfly.messaging.database.Jdbc;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.UserId;

import java.time.Instant;
import java.util.Optional;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** The table {@code waiting_device}. */
@Dependent
public class JdbcWaitingDevices {

    /**
     * @param prekeys an encoded UploadPrekeys, as all the following
     */
    record Stored(
            DeviceId device,
            Bytes list,
            Bytes signature,
            Bytes prekeys,
            Optional<Bytes> kemPrekeys,
            Optional<Bytes> name,
            Instant expires) {}

    private final Jdbc jdbc;

    @Inject
    public JdbcWaitingDevices(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    void put(UserId user, Stored waiting) {
        jdbc.update("DELETE FROM waiting_device WHERE user_id = ?", user);
        jdbc.update(
                """
                INSERT INTO waiting_device (user_id, device_id, list, signature, prekeys, kem_prekeys, name_sealed, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                user,
                waiting.device(),
                waiting.list(),
                waiting.signature(),
                waiting.prekeys(),
                waiting.kemPrekeys().orElse(null),
                waiting.name().orElse(null),
                waiting.expires());
    }

    Optional<Stored> find(UserId user, Instant now) {
        return jdbc.first(
                """
                SELECT device_id, list, signature, prekeys, kem_prekeys, name_sealed, expires_at FROM waiting_device
                WHERE user_id = ? AND expires_at > ?
                """,
                row -> new Stored(
                        row.device("device_id"),
                        row.bytes("list"),
                        row.bytes("signature"),
                        row.bytes("prekeys"),
                        row.maybeBytes("kem_prekeys"),
                        row.maybeBytes("name_sealed"),
                        row.time("expires_at")),
                user,
                now);
    }

    Optional<DeviceId> remove(UserId user) {
        return jdbc.first(
                "DELETE FROM waiting_device WHERE user_id = ? RETURNING device_id",
                row -> row.device("device_id"),
                user);
    }

    void purge(Instant now) {
        jdbc.update("DELETE FROM waiting_device WHERE expires_at <= ?", now);
    }
}
