package org.mayfly.protocol.signed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.signed.SignedInput.LogInTarget;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

import static org.assertj.core.api.Assertions.assertThat;

/** Label, network and each field's length are under every signature: protocol/vectors/signed-inputs.json. */
class SignedInputTest {

    static List<JsonNode> vectors() throws IOException {
        var file = new ObjectMapper()
                .readTree(Path.of("vectors", "signed-inputs.json").toFile());
        return StreamSupport.stream(file.get("vectors").spliterator(), false).toList();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void what_is_signed_is_exactly_these_bytes(JsonNode vector) throws MalformedException {
        var fields = StreamSupport.stream(vector.get("fields").spliterator(), false)
                .map(field -> Bytes.parseHex(field.textValue()))
                .toList();
        var network = new NetworkId(Bytes.parseHex(vector.get("network").textValue()));
        var input = input(vector.get("label").textValue(), network, fields);
        assertThat(input.encoded().toHex()).isEqualTo(vector.get("input").textValue());
    }

    private static SignedInput input(String label, NetworkId network, List<Bytes> fields) throws MalformedException {
        return switch (label) {
            case "msgr/v1/env" ->
                SignedInput.envelope(network, fields.get(0), fields.get(1), (int) number(fields.get(2)), fields.get(3));
            case "msgr/v1/opk-batch" -> SignedInput.prekeyBatch(network, fields.get(0));
            case "msgr/v1/device-list" -> SignedInput.deviceList(network, fields.get(0));
            case "msgr/v1/enrol" ->
                SignedInput.enrol(
                        network,
                        new UserId(fields.get(0)),
                        P521PublicKey.parse(fields.get(1)),
                        new DeviceId(fields.get(2)));
            case "msgr/v1/login" ->
                SignedInput.logIn(
                        network,
                        new LogInTarget(text(fields.get(0)), fields.get(3)),
                        new UserId(fields.get(1)),
                        new DeviceId(fields.get(2)),
                        Instant.ofEpochMilli(number(fields.get(4))),
                        number(fields.get(5)));
            case "msgr/v1/recover" ->
                SignedInput.recovery(
                        text(fields.get(0)),
                        fields.get(1),
                        new SignedInput.Returning(
                                text(fields.get(2)),
                                text(fields.get(3)),
                                SignedInput.Way.values()[(int) number(fields.get(4)) - 1]),
                        Instant.ofEpochMilli(number(fields.get(5))));
            default -> throw new AssertionError("no test for " + label);
        };
    }

    private static String text(Bytes utf8) {
        return new String(utf8.toArray(), StandardCharsets.UTF_8);
    }

    private static long number(Bytes bigEndian) {
        return Long.parseUnsignedLong(bigEndian.toHex(), 16);
    }
}
