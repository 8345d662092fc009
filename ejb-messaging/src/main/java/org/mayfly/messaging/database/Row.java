package org.mayfly.messaging.database;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.UserId;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The current row of a result, column by column, as values. Not thread-safe. */
public final class Row {

    private final ResultSet result;

    Row(ResultSet result) {
        this.result = result;
    }

    public String text(String column) throws SQLException {
        return result.getString(column);
    }

    public int integer(String column) throws SQLException {
        return result.getInt(column);
    }

    public long number(String column) throws SQLException {
        return result.getLong(column);
    }

    public boolean yes(String column) throws SQLException {
        return result.getBoolean(column);
    }

    public byte[] raw(String column) throws SQLException {
        return result.getBytes(column);
    }

    public Bytes bytes(String column) throws SQLException {
        return Bytes.of(result.getBytes(column));
    }

    public Optional<Bytes> maybeBytes(String column) throws SQLException {
        return Optional.ofNullable(result.getBytes(column)).map(Bytes::of);
    }

    public Instant time(String column) throws SQLException {
        return Instant.ofEpochMilli(result.getLong(column));
    }

    public Optional<Instant> maybeTime(String column) throws SQLException {
        long time = result.getLong(column);
        return result.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(time));
    }

    public UUID uuid(String column) throws SQLException {
        return result.getObject(column, UUID.class);
    }

    public Optional<UUID> maybeUuid(String column) throws SQLException {
        return Optional.ofNullable(result.getObject(column, UUID.class));
    }

    public Optional<Integer> maybeInteger(String column) throws SQLException {
        int number = result.getInt(column);
        return result.wasNull() ? Optional.empty() : Optional.of(number);
    }

    public NetworkId network(String column) throws SQLException {
        return new NetworkId(id(column));
    }

    public UserId user(String column) throws SQLException {
        return new UserId(id(column));
    }

    public DeviceId device(String column) throws SQLException {
        return new DeviceId(id(column));
    }

    public MessageId message(String column) throws SQLException {
        return new MessageId(id(column));
    }

    public PrekeyId prekey(String column) throws SQLException {
        return new PrekeyId(id(column));
    }

    private Bytes id(String column) throws SQLException {
        var uuid = uuid(column);
        return Bytes.of(ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array());
    }
}
