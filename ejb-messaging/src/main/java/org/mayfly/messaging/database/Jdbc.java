package org.mayfly.messaging.database;

import org.jspecify.annotations.Nullable;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.UserId;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * Statements in the transaction of the calling bean. Arguments are always bound, never pasted: ids become uuid, bytes
 * bytea, instants ms, arrays of these PostgreSQL arrays.
 *
 * <p>All methods throw {@link DatabaseFailure}. Thread-safe.
 */
@Dependent
public class Jdbc {

    private final DataSource source;

    @Inject
    public Jdbc(DataSource source) {
        this.source = source;
    }

    /** Reads one row. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(Row row) throws SQLException;
    }

    public <T> List<T> list(String sql, Reader<T> reader, @Nullable Object... arguments) {
        try (var connection = source.getConnection();
                var statement = bound(connection, sql, arguments);
                var result = statement.executeQuery()) {
            var found = new ArrayList<T>();
            var row = new Row(result);
            while (result.next()) {
                found.add(reader.read(row));
            }
            return found;
        } catch (SQLException e) {
            throw new DatabaseFailure(e);
        }
    }

    /** The first row, if there is one. */
    public <T> Optional<T> first(String sql, Reader<T> reader, @Nullable Object... arguments) {
        return list(sql, reader, arguments).stream().findFirst();
    }

    /** The only row of a statement that always gives one. */
    public <T> T one(String sql, Reader<T> reader, @Nullable Object... arguments) {
        return first(sql, reader, arguments).orElseThrow();
    }

    /** @return rows changed */
    public int update(String sql, @Nullable Object... arguments) {
        try (var connection = source.getConnection();
                var statement = bound(connection, sql, arguments)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new DatabaseFailure(e);
        }
    }

    /** A new random id is the caller's to make; this gives the form in which one is bound. */
    public static UUID uuid(Bytes sixteen) {
        var buffer = ByteBuffer.wrap(sixteen.toArray());
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    private static PreparedStatement bound(Connection connection, String sql, @Nullable Object... arguments)
            throws SQLException {
        var statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < arguments.length; i++) {
                bind(connection, statement, i + 1, arguments[i]);
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private static void bind(Connection connection, PreparedStatement statement, int index, @Nullable Object argument)
            throws SQLException {
        var value = plain(argument);
        if (value == null) {
            statement.setNull(index, Types.NULL);
        } else if (value instanceof byte[] bytes) {
            statement.setBytes(index, bytes);
        } else if (value instanceof Object[] array) {
            statement.setArray(index, connection.createArrayOf(arrayType(array), array));
        } else {
            statement.setObject(index, value);
        }
    }

    private static @Nullable Object plain(@Nullable Object argument) {
        if (argument instanceof Bytes bytes) {
            return bytes.toArray();
        } else if (argument instanceof Instant instant) {
            return instant.toEpochMilli();
        } else if (argument instanceof NetworkId id) {
            return uuid(id.value());
        } else if (argument instanceof UserId id) {
            return uuid(id.value());
        } else if (argument instanceof DeviceId id) {
            return uuid(id.value());
        } else if (argument instanceof MessageId id) {
            return uuid(id.value());
        } else if (argument instanceof PrekeyId id) {
            return uuid(id.value());
        }
        return argument;
    }

    private static String arrayType(Object[] array) {
        if (array instanceof UUID[]) {
            return "uuid";
        } else if (array instanceof Long[]) {
            return "int8";
        } else if (array instanceof Integer[]) {
            return "int4";
        } else if (array instanceof byte[][]) {
            return "bytea";
        }
        throw new IllegalArgumentException("no PostgreSQL array of " + array.getClass());
    }
}
