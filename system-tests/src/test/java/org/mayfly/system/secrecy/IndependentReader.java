package org.mayfly.system.secrecy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.mayfly.protocol.value.Bytes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code protocol/reader} as an adversary: tries secrets on recorded traffic. */
public final class IndependentReader {

    private static final Path PROGRAM = Path.of("../protocol/reader/search.mjs");

    private final Tap tap;
    private final ObjectMapper json = new ObjectMapper();

    public IndependentReader(Tap tap) {
        this.tap = tap;
    }

    /**
     * What opened.
     *
     * @param key the message key K
     * @param kind of its content, as the schema names it
     * @param text empty unless it is a text
     */
    public record Opened(Bytes key, String kind, Optional<String> text) {}

    /** One entry for each envelope: empty where none of the secrets, nor anything that opened on the way, opens it. */
    public List<Optional<Opened>> open(List<RecordedEnvelope> traffic, Collection<HeldSecret> secrets)
            throws IOException, InterruptedException, SQLException {
        var file = Files.createTempFile("traffic", ".json");
        var errors = Files.createTempFile("reader", ".err");
        try {
            json.writeValue(file.toFile(), input(traffic, secrets));
            var node = new ProcessBuilder("node", PROGRAM.toString(), file.toString())
                    .redirectError(errors.toFile())
                    .start();
            node.getOutputStream().close();
            var output = json.readTree(node.getInputStream());
            assertThat(node.waitFor()).as(Files.readString(errors)).isZero();
            assertThat(output).hasSize(traffic.size());
            return StreamSupport.stream(output.spliterator(), false)
                    .map(IndependentReader::opened)
                    .toList();
        } finally {
            Files.delete(file);
            Files.delete(errors);
        }
    }

    /** Whether it gives what RFC 9180, RFC 9497 and the vectors of FIPS 203 say. */
    public static boolean passesPublishedVectors() throws IOException, InterruptedException {
        return new ProcessBuilder(
                                "node",
                                "../protocol/reader/run.mjs",
                                "rfc9180-a6.json",
                                "rfc9497-p521-sha512.json",
                                "mlkem.json")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start()
                        .waitFor()
                == 0;
    }

    private static Optional<Opened> opened(JsonNode entry) {
        return entry.isNull()
                ? Optional.empty()
                : Optional.of(new Opened(
                        Bytes.parseHex(entry.get("key").textValue()),
                        entry.get("kind").textValue(),
                        Optional.ofNullable(entry.get("text").textValue())));
    }

    private JsonNode input(List<RecordedEnvelope> traffic, Collection<HeldSecret> secrets) throws SQLException {
        var input = json.createObjectNode();
        var envelopes = input.putArray("envelopes");
        for (var envelope : traffic) {
            envelopes
                    .addObject()
                    .put("deliver", Bytes.of(envelope.deliver().toByteArray()).toHex())
                    .put("recipient", hex(envelope.device()));
        }
        var recipients = input.putObject("recipients");
        for (var device :
                traffic.stream().map(RecordedEnvelope::device).distinct().toList()) {
            var keys = tap.keysOf(device);
            recipients
                    .putObject(hex(device))
                    .put("device", hex(device))
                    .put("user", keys.get(0))
                    .put("identityKey", keys.get(1))
                    .put("signingKey", keys.get(2));
        }
        var held = input.putArray("secrets");
        for (var secret : secrets) {
            var entry = held.addObject().put("bytes", secret.bytes().toHex());
            secret.prekey().ifPresent(id -> entry.put("id", id.toHex()));
        }
        return input;
    }

    private static String hex(UUID id) {
        return id.toString().replace("-", "");
    }

    /** How many opened, by kind. */
    public static Map<String, Long> kinds(List<Optional<Opened>> found) {
        return found.stream()
                .flatMap(Optional::stream)
                .map(Opened::kind)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }
}
