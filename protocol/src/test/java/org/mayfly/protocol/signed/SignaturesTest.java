package org.mayfly.protocol.signed;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.support.TestUser;
import org.mayfly.protocol.value.Bytes;

import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class SignaturesTest {

    static List<CryptoProvider> providers() {
        return CryptoProvider.available();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void only_132_bytes_that_verify_are_a_signature(CryptoProvider provider) {
        var alice = new TestUser(provider);
        var key = P521PublicKey.of(alice.signing.getPublic());
        var input = SignedInput.enrol(alice.network, alice.user, key, alice.device);
        var signature = alice.sign(alice.signing, input).toArray();
        var signatures = new Signatures(provider);
        assertThat(signatures.verify(key, input, Bytes.of(signature))).isTrue();
        for (int length : List.of(0, 64, 131, 133, 264)) {
            assertThat(signatures.verify(key, input, Bytes.of(Arrays.copyOf(signature, length))))
                    .as("%d bytes", length)
                    .isFalse();
        }
        for (int place = 0; place < signature.length; place++) {
            signature[place] ^= 1;
            assertThat(signatures.verify(key, input, Bytes.of(signature)))
                    .as("byte %d", place)
                    .isFalse();
            signature[place] ^= 1;
        }
        assertThat(signatures.verify(key, input, Bytes.of(new byte[132]))).isFalse();
    }
}
