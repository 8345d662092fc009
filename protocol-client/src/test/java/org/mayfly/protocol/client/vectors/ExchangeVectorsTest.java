package org.mayfly.protocol.client.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.crypto.CryptoProvider;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.vectors.VectorFile.hex;

/** Whole conversations: the one this side wrote, and the one TypeScript wrote. */
class ExchangeVectorsTest {

    private static final VectorFile OWN = new VectorFile("envelopes.json");
    private static final VectorFile FOREIGN = new VectorFile("from-typescript/envelopes.json");

    static List<CryptoProvider> providers() {
        return CryptoProvider.available();
    }

    @BeforeAll
    static void write() {
        if (VectorFile.writing()) {
            OWN.write(new RecordedConversation(CryptoProvider.preferred()).toJson());
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void the_conversation_written_by_java_opens(CryptoProvider provider) {
        opens(provider, OWN.read());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void the_conversation_written_by_typescript_opens(CryptoProvider provider) {
        opens(provider, FOREIGN.read());
    }

    private static void opens(CryptoProvider provider, JsonNode file) {
        var recipient = new ReplayedRecipient(provider, file);
        var states = new HashSet<String>();
        for (var envelope : file.get("envelopes")) {
            assertThat(recipient.opened(envelope))
                    .as(envelope.get("state").textValue())
                    .isEqualTo(envelope.get("message"));
            states.add(envelope.get("state").textValue());
            if (envelope.has("epoch")) {
                assertThat(recipient.newestChain().epoch()).isEqualTo(hex(envelope.get("epoch")));
            }
            if (envelope.has("chainKey")) {
                assertThat(recipient.newestChainKey()).isEqualTo(hex(envelope.get("chainKey")));
            }
        }
        assertThat(states).contains("START", "FRESH");
        assertThat(Optional.ofNullable(file.get("safetyNumber")).map(JsonNode::textValue))
                .isEqualTo(recipient.safetyNumber());
    }
}
