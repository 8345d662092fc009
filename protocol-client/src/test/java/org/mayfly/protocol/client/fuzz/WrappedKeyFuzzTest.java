package org.mayfly.protocol.client.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.client.envelope.WrappedKey;
import org.mayfly.protocol.value.SecretBytes;

import java.util.Arrays;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class WrappedKeyFuzzTest extends ParserFuzzing {

    static Stream<byte[]> wrappedKeys() {
        var key = new byte[Sizes.MESSAGE_KEY];
        Arrays.fill(key, (byte) 0x5a);
        var without = WrappedKey.encode(SecretBytes.takeOver(key)).expose();
        var announced = without.clone();
        announced[Sizes.MESSAGE_KEY] = 1;
        return Stream.of(without, announced);
    }

    @MethodSource("wrappedKeys")
    @FuzzTest
    void a_wrapped_key_is_refused_or_gives_exactly_its_message_key(byte[] input) {
        counted(Oracle.parsed(input, encoded -> WrappedKey.parse(SecretBytes.copyOf(encoded.toArray()))))
                .ifPresent(content -> assertThat(WrappedKey.encode(content.messageKey(), content.replyKey())
                                .expose())
                        .isEqualTo(input));
    }
}
