package org.mayfly.protocol.client.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.client.payload.Padding;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.util.stream.IntStream;
import java.util.stream.Stream;

class PaddingFuzzTest extends ParserFuzzing {

    static Stream<byte[]> padded() {
        return IntStream.of(0, 1, 507, 508, 509, 1500)
                .mapToObj(length ->
                        Padding.pad(SecretBytes.takeOver(new byte[length])).expose());
    }

    @MethodSource("padded")
    @FuzzTest
    void padding_is_refused_or_restored(byte[] input) {
        counted(Oracle.restored(
                input,
                encoded -> Padding.unpad(SecretBytes.copyOf(encoded.toArray())),
                message -> Bytes.of(Padding.pad(message).expose())));
    }
}
