package org.mayfly.protocol.client.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.client.support.Providers;
import org.mayfly.protocol.crypto.CryptoProvider;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** Whole conversations: those this side wrote, and those TypeScript wrote. */
class ExchangeVectorsTest {

    private static final VectorFile OWN = new VectorFile("envelopes.json");
    private static final VectorFile OWN_HYBRID = new VectorFile("envelopes-hybrid.json");
    private static final VectorFile FOREIGN = new VectorFile("from-typescript/envelopes.json");

    private static final VectorFile FOREIGN_HYBRID = new VectorFile("from-typescript/envelopes-hybrid.json");

    @BeforeAll
    static void write() {
        if (VectorFile.writing()) {
            OWN.write(RecordedConversation.classical(CryptoProvider.preferred()));
            OWN_HYBRID.write(RecordedConversation.hybrid(CryptoProvider.preferred()));
        }
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void the_conversation_written_by_java_opens(CryptoProvider provider) {
        assertThat(opens(provider, OWN.read(), true)).contains("START", "FRESH");
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void the_hybrid_conversation_written_by_java_opens_under_a_policy_that_allows_nothing_else(
            CryptoProvider provider) {
        assertThat(opens(provider, OWN_HYBRID.read(), false)).contains("START", "FRESH", "CHAIN");
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void the_conversation_written_by_typescript_opens(CryptoProvider provider) {
        assertThat(opens(provider, FOREIGN.read(), true)).contains("START", "FRESH");
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void the_hybrid_conversation_written_by_typescript_opens(CryptoProvider provider) {
        assertThat(opens(provider, FOREIGN_HYBRID.read(), false)).contains("START", "FRESH", "CHAIN");
    }

    /** The states that occurred. */
    private static Set<String> opens(CryptoProvider provider, JsonNode file, boolean classicalSuiteAllowed) {
        var recipient = new ReplayedRecipient(provider, file, classicalSuiteAllowed);
        var states = new HashSet<String>();
        for (var envelope : file.get("envelopes")) {
            assertThat(recipient.opened(envelope))
                    .as(envelope.get("state").textValue())
                    .isEqualTo(envelope.get("message"));
            states.add(envelope.get("state").textValue());
            recipient.chains().mustBeAsIn(envelope);
        }
        assertThat(Optional.ofNullable(file.get("safetyNumber")).map(JsonNode::textValue))
                .isEqualTo(recipient.safetyNumber());
        return states;
    }
}
