package org.mayfly.protocol.client.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.client.Lifetime;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.payload.Padding;
import org.mayfly.protocol.client.payload.PayloadCodec;
import org.mayfly.protocol.client.payload.PayloadCodec.OpenedPayload;
import org.mayfly.protocol.client.payload.SealedContext;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.SecretBytes;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The input is a payload before padding, so that the search need not guess it; {@link PaddingFuzzTest} attacks the padding. */
class PayloadFuzzTest extends ParserFuzzing {

    private static final SealedContext CONTEXT = new SealedContext(
            Bytes.of(new byte[32]),
            7,
            Instant.ofEpochMilli(1_795_348_800_000L),
            new Lifetime(86_400, 30),
            new SealedContext.SenderView(Bytes.of(new byte[64]), 3, Bytes.of(new byte[64]), Bytes.of(new byte[64])));
    private static final MessageId ID = MessageId.of(new byte[16]);

    static Stream<byte[]> payloads() {
        return Stream.of(
                        new MessageContent.Text("Grüße ✉"),
                        new MessageContent.Delivered(List.of(ID, ID)),
                        new MessageContent.Displayed(ID, Instant.ofEpochMilli(1_795_348_800_001L)))
                .map(content -> PayloadCodec.encode(CONTEXT, content))
                .map(PayloadFuzzTest::unpadded);
    }

    private static byte[] unpadded(SecretBytes padded) {
        try {
            return Padding.unpad(padded).expose();
        } catch (MalformedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @MethodSource("payloads")
    @FuzzTest
    void a_payload_is_refused_or_restored(byte[] input) {
        var opened = counted(Oracle.parsed(
                input, encoded -> PayloadCodec.parse(Padding.pad(SecretBytes.copyOf(encoded.toArray())))));
        opened.filter(payload -> !payload.usesLaterFeatures()).ifPresent(payload -> content(payload, input));
    }

    private static void content(OpenedPayload payload, byte[] input) {
        try {
            var again = PayloadCodec.encode(payload.context(), payload.content());
            assertThat(unpadded(again)).isEqualTo(input);
        } catch (MalformedException refused) {
            // Of no known kind, or beyond its bounds: check R17 reports it.
        }
    }
}
