package org.mayfly.protocol.client.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.client.support.Providers;
import org.mayfly.protocol.crypto.CryptoProvider;

import java.util.ArrayList;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** Every implementation refuses the same envelopes by the same check. */
class JudgedVectorsTest {

    private static final VectorFile FILE = new VectorFile("judged.json");

    @BeforeAll
    static void write() {
        if (VectorFile.writing()) {
            FILE.write(JudgedEnvelopes.written(CryptoProvider.preferred()));
        }
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void each_envelope_is_taken_in_or_refused_by_the_check_it_names(CryptoProvider provider) {
        var file = FILE.read();
        var recipient = new ReplayedRecipient(provider, file, true);
        var wrong = new ArrayList<String>();
        for (var envelope : file.get("envelopes")) {
            var expected = Optional.ofNullable(envelope.get("refusedBy")).map(JsonNode::textValue);
            var refusal = recipient.refusal(envelope);
            if (!refusal.equals(expected)) {
                wrong.add(envelope.get("what").textValue() + ": " + refusal);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(file.get("envelopes")).hasSizeGreaterThan(50);
    }
}
