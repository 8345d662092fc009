package org.mayfly.protocol.client.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.SignedDeviceList;
import org.mayfly.protocol.wire.Submit;
import org.mayfly.protocol.wire.UploadPrekeys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What real clients made, from protocol/vectors: where the search starts, and what must be accepted. */
final class Genuine {

    /** By a device that names both suites. */
    static final JsonNode PUBLISHED = file("published-hybrid.json");

    private static final List<JsonNode> PUBLICATIONS =
            List.of(PUBLISHED, file("published.json"), file("from-typescript/published.json"));
    private static final List<JsonNode> CONVERSATIONS =
            List.of(file("envelopes-hybrid.json"), file("envelopes.json"), file("from-typescript/envelopes.json"));

    private Genuine() {}

    static Stream<byte[]> headers() {
        return delivers()
                .map(deliver -> message(Deliver.parser(), deliver).getHeader().toByteArray());
    }

    static Stream<byte[]> wraps() {
        return delivers()
                .map(deliver -> message(Deliver.parser(), deliver).getWrap().toByteArray());
    }

    static Stream<byte[]> delivers() {
        return envelopes("deliver");
    }

    static Stream<byte[]> submits() {
        return envelopes("submit");
    }

    static Stream<byte[]> deviceLists() {
        return PUBLICATIONS.stream().map(file -> bytes(file.get("signedDeviceList")));
    }

    static Stream<byte[]> uploads() {
        return published("uploadPrekeys", "uploadKemPrekeys").map(Genuine::bytes);
    }

    static Stream<byte[]> claimed() {
        return published("claimedPrekeys", "claimedKemPrekeys")
                .flatMap(Genuine::elements)
                .map(Genuine::bytes);
    }

    private static Stream<JsonNode> published(String... fields) {
        return PUBLICATIONS.stream()
                .flatMap(file -> Stream.of(fields).filter(file::has).map(file::get));
    }

    static Stream<byte[]> merklePaths() {
        return claimed()
                .map(key -> message(ClaimedPrekey.parser(), key).getPath().toByteArray());
    }

    static Stream<byte[]> p521Keys() {
        return upload().getPrekeysList().stream().map(key -> key.getKey().toByteArray());
    }

    static Stream<byte[]> oprfElements() {
        return elements(file("rfc9497-p521-sha512.json").get("evaluations"))
                .map(evaluation -> bytes(evaluation.get("blindedElement")));
    }

    static SignedDeviceList deviceList() {
        return message(SignedDeviceList.parser(), bytes(PUBLISHED.get("signedDeviceList")));
    }

    /** Of the device's P-521 keys. */
    static UploadPrekeys upload() {
        return message(UploadPrekeys.parser(), bytes(PUBLISHED.get("uploadPrekeys")));
    }

    /** Both batches of the device. */
    static List<UploadPrekeys> published() {
        return List.of(upload(), message(UploadPrekeys.parser(), bytes(PUBLISHED.get("uploadKemPrekeys"))));
    }

    static Submit submit() {
        return message(Submit.parser(), submits().findFirst().orElseThrow());
    }

    static Bytes hex(JsonNode node) {
        return Bytes.parseHex(node.textValue());
    }

    private static Stream<byte[]> envelopes(String form) {
        return CONVERSATIONS.stream()
                .flatMap(file -> elements(file.get("envelopes")))
                .map(envelope -> bytes(envelope.get(form)));
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static byte[] bytes(JsonNode node) {
        return hex(node).toArray();
    }

    private static <T extends Message> T message(Parser<T> parser, byte[] encoded) {
        try {
            return Canonical.parse(parser, Bytes.of(encoded));
        } catch (MalformedException malformed) {
            throw new AssertionError(malformed);
        }
    }

    private static JsonNode file(String name) {
        try {
            return new ObjectMapper()
                    .readTree(Path.of("..", "protocol", "vectors").resolve(name).toFile());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
