package org.mayfly.protocol.client.crypto;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.client.support.Providers;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.SecretBytes;

import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** A private scalar that came from elsewhere, and the public key that it is said to belong to. */
class P521KeyPairTest {

    private static final int SCALAR = 66;

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void a_scalar_that_is_0_beyond_the_order_of_another_length_or_of_another_key_makes_no_pair(
            CryptoProvider provider) {
        var random = RandomSource.of(provider);
        try (var pair = P521KeyPair.generate(provider, random);
                var another = P521KeyPair.generate(provider, random)) {
            var beyond = new byte[SCALAR];
            Arrays.fill(beyond, (byte) 0xff);
            for (var wrong : List.of(
                    new byte[SCALAR],
                    beyond,
                    new byte[SCALAR - 1],
                    another.scalar().expose())) {
                var taken = SecretBytes.takeOver(wrong);
                assertThat(P521KeyPair.matching(provider, pair.publicKey(), taken))
                        .isEmpty();
                assertThat(wrong).as("destroyed").containsOnly(0);
            }
            assertThat(P521KeyPair.matching(
                            provider,
                            pair.publicKey(),
                            SecretBytes.takeOver(pair.scalar().expose())))
                    .as("control")
                    .isPresent();
        }
    }
}
