package org.mayfly.endpoint.rest.json;

import org.mayfly.messaging.refusal.Reason;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import jakarta.json.Json;
import jakarta.json.JsonConfig;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import jakarta.json.stream.JsonParserFactory;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;

/**
 * Reads a record from a JSON body: UTF-8, at most 256 KiB unless the record is a {@link LargeBody}, no field twice. Anything
 * else is malformed or too large.
 *
 * <p>What is being read costs a caller's own bytes, on one of the container's 200 threads. Parsing costs several times as
 * much, so no more than {@value #PARSED_AT_ONCE} bodies are parsed at a time; that is over in milliseconds and waits for
 * no caller.
 */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
public class RecordReader implements MessageBodyReader<Record> {

    /** Bytes of a body that is not a {@link LargeBody}. */
    public static final int LIMIT = 256 * 1024;

    /** Bodies, of all callers together. */
    public static final int PARSED_AT_ONCE = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration BUSY_RETRY = Duration.ofSeconds(1);

    private static final Semaphore PARSING = new Semaphore(PARSED_AT_ONCE, true);

    private static final JsonReaderFactory READERS =
            Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

    /** No record nests further. */
    private static final int DEEPEST = 8;

    private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type.isRecord();
    }

    @Override
    public Record readFrom(
            Class<Record> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        var charset = mediaType.getParameters().get(MediaType.CHARSET_PARAMETER);
        if (charset != null && !charset.equalsIgnoreCase(StandardCharsets.UTF_8.name())) {
            throw new NotSupportedException();
        }
        int limit = limit(type);
        var bytes = body.readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw Reason.TOO_LARGE.refused();
        }
        takeTurn();
        try {
            return RecordJson.read(type, object(text(bytes)));
        } catch (JsonException | IllegalArgumentException malformed) {
            throw Reason.MALFORMED.refused();
        } finally {
            PARSING.release();
        }
    }

    private static int limit(Class<Record> type) {
        var large = type.getAnnotation(LargeBody.class);
        return large == null ? LIMIT : large.bytes();
    }

    private static void takeTurn() {
        try {
            if (PARSING.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        throw Reason.BUSY.refusedUntil(BUSY_RETRY);
    }

    private static JsonObject object(String text) {
        requireOneValue(text);
        try (var reader = READERS.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    /** A reader stops at the end of the object and follows any depth: what follows and what is too deep ends here. */
    private static void requireOneValue(String text) {
        try (var parser = PARSERS.createParser(new StringReader(text))) {
            int depth = 0;
            while (parser.hasNext()) {
                depth += switch (parser.next()) {
                    case START_ARRAY, START_OBJECT -> 1;
                    case END_ARRAY, END_OBJECT -> -1;
                    default -> 0;
                };
                if (depth > DEEPEST) {
                    throw new IllegalArgumentException("too deep");
                }
            }
        }
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw new IllegalArgumentException("not UTF-8", notUtf8);
        }
    }
}
