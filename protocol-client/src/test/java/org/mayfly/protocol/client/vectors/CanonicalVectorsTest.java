package org.mayfly.protocol.client.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import org.junit.jupiter.api.Test;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.sealed.Content;
import org.mayfly.protocol.sealed.Payload;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.wire.ListedDevice;
import org.mayfly.protocol.wire.OuterHeader;
import org.mayfly.protocol.wire.PrekeyBatch;
import org.mayfly.protocol.wire.UploadPrekeys;
import org.mayfly.protocol.wire.Wrap;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mayfly.protocol.client.vectors.VectorFile.fixed;
import static org.mayfly.protocol.client.vectors.VectorFile.hex;

/** One encoding for one message: what parses, and one violation of each kind, hand-made byte by byte. */
class CanonicalVectorsTest {

    private static final VectorFile FILE = new VectorFile("canonical.json");
    private static final Map<String, Parser<? extends Message>> PARSERS = Map.of(
            "PrekeyBatch", PrekeyBatch.parser(),
            "OuterHeader", OuterHeader.parser(),
            "ListedDevice", ListedDevice.parser(),
            "UploadPrekeys", UploadPrekeys.parser(),
            "Wrap", Wrap.parser(),
            "Content", Content.parser(),
            "Payload", Payload.parser());

    private static final String USER = "0a10" + fixed("user", 16).toHex();
    private static final String DEVICE = "1a10" + fixed("device", 16).toHex();

    @Test
    void every_violation_is_refused_and_every_canonical_encoding_parses() {
        var file = VectorFile.object();
        file.put("about", "Encodings that parse; with a violation, ones that must be refused.");
        fill(file.putArray("vectors"));
        FILE.mustBe(file);
        var violations = 0;
        for (var vector : FILE.read().get("vectors")) {
            var type = vector.get("type").textValue();
            var encoded = hex(vector.get("encoded"));
            if (vector.has("violation")) {
                violations++;
                assertThatThrownBy(() -> parse(type, encoded))
                        .as(vector.get("violation").textValue())
                        .isInstanceOf(MalformedException.class);
            } else {
                assertThatCode(() -> parse(type, encoded)).as(type).doesNotThrowAnyException();
            }
        }
        assertThat(violations).isEqualTo(20);
    }

    private static void parse(String type, Bytes encoded) throws MalformedException {
        var parsed = Canonical.parse(PARSERS.get(type), encoded);
        assertThat(Canonical.encode(parsed)).isEqualTo(encoded);
    }

    private static void fill(ArrayNode vectors) {
        good(vectors, "PrekeyBatch", USER + DEVICE + "2001" + "3080897a");
        good(vectors, "PrekeyBatch", "");
        good(vectors, "ListedDevice", "22020102");
        good(vectors, "Wrap", "0801" + "1002" + "4505000000");
        good(vectors, "Content", "0a030a0141");
        good(
                vectors,
                "Content",
                "2254" + "0a10" + fixed("message", 16).toHex() + "1240"
                        + fixed("header", 64).toHex());
        good(vectors, "Payload", "0a00" + "1200");
        bad(vectors, "PrekeyBatch", DEVICE + USER, "fields out of order");
        bad(vectors, "PrekeyBatch", USER + USER, "a single field twice");
        bad(vectors, "PrekeyBatch", USER + "2081" + "00", "a number in more bytes than it needs");
        bad(vectors, "PrekeyBatch", USER + "20818080808000", "a number in many more bytes than it needs");
        bad(vectors, "PrekeyBatch", USER + "2000", "a default enum value written");
        bad(vectors, "PrekeyBatch", USER + "3000", "a default number written");
        bad(vectors, "PrekeyBatch", "0a00", "a default byte string written");
        bad(vectors, "PrekeyBatch", USER + "40ffffffffffffffffff01", "a 32-bit number with more than 32 bits");
        bad(vectors, "PrekeyBatch", USER + "5001", "an unknown field");
        bad(vectors, "PrekeyBatch", USER + "5354", "an unknown group");
        bad(vectors, "PrekeyBatch", USER + "2100000000" + "00000000", "a field with another wire type");
        bad(vectors, "PrekeyBatch", "8a0010" + fixed("user", 16).toHex(), "a tag in more bytes than it needs");
        bad(vectors, "PrekeyBatch", "0a9000" + fixed("user", 16).toHex(), "a length in more bytes than it needs");
        bad(vectors, "PrekeyBatch", USER.substring(0, 20), "a byte string cut short");
        bad(vectors, "PrekeyBatch", USER + "00", "field number zero");
        bad(vectors, "ListedDevice", "20012002", "a packed list not packed");
        bad(vectors, "ListedDevice", "220101220102", "a packed list in two parts");
        bad(vectors, "UploadPrekeys", "1208" + "0a0100" + "120100" + "2801", "an unknown field in a nested message");
        bad(vectors, "Content", "0a030a0141" + "12020a00", "two of which only one may be set");
        bad(vectors, "Content", "0a030a01ff", "a text that is not UTF-8");
    }

    private static void good(ArrayNode vectors, String type, String encoded) {
        vectors.addObject().put("type", type).put("encoded", encoded);
    }

    private static void bad(ArrayNode vectors, String type, String encoded, String violation) {
        vectors.addObject().put("type", type).put("encoded", encoded).put("violation", violation);
    }
}
