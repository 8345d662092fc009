package org.mayfly.protocol.client.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;

import static org.assertj.core.api.Assertions.assertThat;

class P521PublicKeyFuzzTest extends ParserFuzzing {

    private final CryptoProvider provider = CryptoProvider.preferred();

    @MethodSource("org.mayfly.protocol.client.fuzz.Genuine#p521Keys")
    @FuzzTest
    void a_point_is_refused_or_restored_and_the_provider_takes_what_was_accepted(byte[] input) {
        counted(Oracle.restored(input, P521PublicKey::parse, P521PublicKey::encoded))
                .ifPresent(
                        key -> assertThat(P521PublicKey.of(key.asKey(provider))).isEqualTo(key));
    }
}
