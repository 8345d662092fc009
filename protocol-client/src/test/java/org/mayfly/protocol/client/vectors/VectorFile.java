package org.mayfly.protocol.client.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.mayfly.protocol.value.Bytes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

/** A file of protocol/vectors. Written anew by {@code -Dvectors.write=true}, else only read. */
public record VectorFile(String name) {

    private static final Path FOLDER = Path.of("..", "protocol", "vectors");
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    public static boolean writing() {
        return Boolean.getBoolean("vectors.write");
    }

    private Path path() {
        return FOLDER.resolve(name);
    }

    public JsonNode read() {
        try {
            return JSON.readTree(path().toFile());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public void write(JsonNode content) {
        try {
            Files.createDirectories(path().getParent());
            Files.writeString(path(), JSON.writeValueAsString(content) + "\n");
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** For what is computed the same each time: the committed file must say exactly this. */
    public void mustBe(JsonNode computed) {
        if (writing()) {
            write(computed);
        }
        assertThat(read().toPrettyString()).isEqualTo(computed.toPrettyString());
    }

    public static Bytes hex(JsonNode node) {
        return Bytes.parseHex(node.textValue());
    }

    /** Bytes that are the same each time: the head of SHA-512 of a name. */
    public static Bytes fixed(String name, int length) {
        try {
            var digest = MessageDigest.getInstance("SHA-512").digest(name.getBytes(StandardCharsets.UTF_8));
            return Bytes.of(Arrays.copyOf(digest, length));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
