package org.mayfly.protocol.client.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.oprf.OprfElement;

class OprfElementFuzzTest extends ParserFuzzing {

    @MethodSource("org.mayfly.protocol.client.fuzz.Genuine#oprfElements")
    @FuzzTest
    void an_element_is_refused_or_restored(byte[] input) {
        counted(Oracle.restored(input, OprfElement::parse, OprfElement::encoded));
    }
}
