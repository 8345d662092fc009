package org.mayfly.protocol.crypto;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.value.Bytes;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class CryptoProviderTest {

    static List<CryptoProvider> providers() {
        return CryptoProvider.available();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void every_primitive_is_of_the_provider_itself(CryptoProvider provider) {
        var name = provider.name();
        assertThat(provider).hasToString(name);
        assertThat(List.of(
                        provider.sha256().getProvider(),
                        provider.sha512().getProvider(),
                        provider.hmacSha512().getProvider(),
                        provider.aesGcm().getProvider(),
                        provider.ecdsaSha512().getProvider(),
                        provider.ecdh().getProvider(),
                        provider.ecKeys().getProvider(),
                        provider.secureRandom().getProvider()))
                .allMatch(own -> own.getName().equals(name));
    }

    @Test
    void the_portable_one_is_always_there_and_no_other_is_preferred_to_correttos() {
        assertThat(CryptoProvider.available()).contains(CryptoProvider.bouncyCastle());
        assertThat(CryptoProvider.available().get(0)).isSameAs(CryptoProvider.preferred());
        assertThat(CryptoProvider.bouncyCastle().name()).isEqualTo("BC");
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_label_stands_before_what_is_hashed(CryptoProvider provider) {
        var hash = new Sha512(provider);
        var label = Bytes.of(new byte[] {'a', '/', '1'});
        var part = Bytes.of(new byte[] {7, 8});
        assertThat(hash.labelled("a/1", part, part)).isEqualTo(hash.hash(label, part, part));
    }
}
