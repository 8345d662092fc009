package org.mayfly.protocol.client.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.crypto.MlKemPublicKey;

import java.util.stream.Stream;

class MlKemPublicKeyFuzzTest extends ParserFuzzing {

    /** Every coefficient 0 is below the modulus; so is 3328, written 0x00d. */
    static Stream<byte[]> keys() {
        var highest = new byte[Sizes.MLKEM_KEY];
        highest[1] = 0x0d;
        return Stream.of(new byte[Sizes.MLKEM_KEY], highest);
    }

    @MethodSource("keys")
    @FuzzTest
    void a_key_is_refused_or_restored(byte[] input) {
        counted(Oracle.restored(input, MlKemPublicKey::parse, MlKemPublicKey::encoded));
    }
}
