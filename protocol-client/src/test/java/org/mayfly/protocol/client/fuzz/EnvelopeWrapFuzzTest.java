package org.mayfly.protocol.client.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.envelope.EnvelopeWrap;

class EnvelopeWrapFuzzTest extends ParserFuzzing {

    @MethodSource("org.mayfly.protocol.client.fuzz.Genuine#wraps")
    @FuzzTest
    void a_wrap_is_refused_or_restored(byte[] input) {
        counted(Oracle.restored(input, EnvelopeWrap::parse, EnvelopeWrap::encode));
    }
}
