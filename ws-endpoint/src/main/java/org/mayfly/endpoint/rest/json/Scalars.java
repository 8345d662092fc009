package org.mayfly.endpoint.rest.json;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.UserId;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/**
 * Values that are one JSON value: ids are UUIDs, bytes base64url without padding, times ms since 1970 UTC, durations
 * whole seconds.
 */
final class Scalars {

    private static final Map<Class<?>, Function<JsonValue, Object>> READERS = Map.ofEntries(
            Map.entry(String.class, Scalars::string),
            Map.entry(boolean.class, Scalars::truth),
            Map.entry(Boolean.class, Scalars::truth),
            Map.entry(int.class, value -> Math.toIntExact(number(value))),
            Map.entry(Integer.class, value -> Math.toIntExact(number(value))),
            Map.entry(long.class, Scalars::number),
            Map.entry(Long.class, Scalars::number),
            Map.entry(Instant.class, value -> Instant.ofEpochMilli(number(value))),
            Map.entry(Duration.class, value -> Duration.ofSeconds(number(value))),
            Map.entry(Bytes.class, Scalars::bytes),
            Map.entry(UUID.class, value -> uuid(string(value))),
            Map.entry(NetworkId.class, value -> NetworkId.parse(string(value))),
            Map.entry(UserId.class, value -> UserId.parse(string(value))),
            Map.entry(DeviceId.class, value -> DeviceId.parse(string(value))),
            Map.entry(PrekeyId.class, value -> PrekeyId.parse(string(value))));

    private Scalars() {}

    static boolean reads(Class<?> type) {
        return READERS.containsKey(type);
    }

    static Object read(Class<?> type, JsonValue value) {
        var reader = READERS.get(type);
        if (reader == null) {
            throw new IllegalStateException("no reader for " + type.getName());
        }
        try {
            return reader.apply(value);
        } catch (ArithmeticException outOfRange) {
            throw new IllegalArgumentException("number out of range", outOfRange);
        }
    }

    /** Empty for what is not one JSON value. */
    static Optional<JsonValue> write(Object value) {
        if (value instanceof String || value instanceof URI || isId(value)) {
            return Optional.of(Json.createValue(value.toString()));
        }
        if (value instanceof Boolean truth) {
            return Optional.of(truth ? JsonValue.TRUE : JsonValue.FALSE);
        }
        if (value instanceof Number number) {
            return Optional.of(Json.createValue(number.longValue()));
        }
        if (value instanceof Instant time) {
            return Optional.of(Json.createValue(time.toEpochMilli()));
        }
        if (value instanceof Duration duration) {
            return Optional.of(Json.createValue(duration.toSeconds()));
        }
        if (value instanceof Bytes bytes) {
            return Optional.of(Json.createValue(bytes.toBase64Url()));
        }
        return value instanceof JsonObject object ? Optional.of(object) : Optional.empty();
    }

    private static boolean isId(Object value) {
        return value instanceof UUID
                || value instanceof NetworkId
                || value instanceof UserId
                || value instanceof DeviceId
                || value instanceof PrekeyId;
    }

    /** In its one form: {@link UUID#fromString} takes others too. */
    private static UUID uuid(String text) {
        var id = UUID.fromString(text);
        if (!id.toString().equals(text)) {
            throw new IllegalArgumentException("not canonical");
        }
        return id;
    }

    private static String string(JsonValue value) {
        if (value instanceof JsonString string) {
            return string.getString();
        }
        throw new IllegalArgumentException("not a string");
    }

    private static boolean truth(JsonValue value) {
        return switch (value.getValueType()) {
            case TRUE -> true;
            case FALSE -> false;
            default -> throw new IllegalArgumentException("not true or false");
        };
    }

    /** Whole numbers only; a long exponent is refused before it is expanded. */
    private static long number(JsonValue value) {
        if (value instanceof JsonNumber number && number.toString().length() <= 20) {
            var decimal = number.bigDecimalValue();
            if (decimal.scale() == 0) {
                return decimal.longValueExact();
            }
        }
        throw new IllegalArgumentException("not a whole number");
    }

    private static Bytes bytes(JsonValue value) {
        var text = string(value);
        var bytes = Bytes.parseBase64Url(text);
        if (!bytes.toBase64Url().equals(text)) {
            throw new IllegalArgumentException("not canonical base64url");
        }
        return bytes;
    }
}
