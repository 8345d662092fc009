package org.mayfly.protocol.client.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.envelope.EnvelopeHeader;

class EnvelopeHeaderFuzzTest extends ParserFuzzing {

    @MethodSource("org.mayfly.protocol.client.fuzz.Genuine#headers")
    @FuzzTest
    void a_header_is_refused_or_restored(byte[] input) {
        counted(Oracle.restored(input, EnvelopeHeader::parse, EnvelopeHeader::encode));
    }
}
