package org.mayfly.protocol.crypto;

import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Bouncy Castle's own HKDF is the oracle. */
class HkdfTest {

    static List<CryptoProvider> providers() {
        return CryptoProvider.available();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void extract_and_expand_equal_the_oracle_for_every_length(CryptoProvider provider) {
        var random = RandomSource.of(provider);
        var hkdf = new Hkdf(provider);
        for (int length = 1; length <= 200; length++) {
            var material = random.secret(1 + length % 100);
            var salt = random.bytes(length % 3 * 32);
            var info = random.bytes(length % 40);
            var oracle = new HKDFBytesGenerator(new SHA512Digest());
            oracle.init(new HKDFParameters(material.expose(), salt.toArray(), info.toArray()));
            var expected = new byte[length];
            oracle.generateBytes(expected, 0, length);
            var extracted = hkdf.extract(salt, material);
            assertThat(hkdf.expand(extracted, info, length)).isEqualTo(SecretBytes.takeOver(expected));
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void an_empty_salt_is_64_zeros(CryptoProvider provider) {
        var hkdf = new Hkdf(provider);
        var material = SecretBytes.takeOver(new byte[] {1});
        assertThat(hkdf.extract(Bytes.empty(), material)).isEqualTo(hkdf.extract(Bytes.of(new byte[64]), material));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_secret_salt_and_a_label_give_what_their_bytes_give(CryptoProvider provider) {
        var hkdf = new Hkdf(provider);
        var material = SecretBytes.takeOver(new byte[] {1});
        var salt = new byte[] {2, 3};
        assertThat(hkdf.extract(SecretBytes.takeOver(salt.clone()), material))
                .isEqualTo(hkdf.extract(Bytes.of(salt), material));
        assertThat(hkdf.expand(material, "label", 40))
                .isEqualTo(hkdf.expand(material, Bytes.of("label".getBytes(StandardCharsets.US_ASCII)), 40));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void it_gives_1_to_16_320_bytes(CryptoProvider provider) {
        var hkdf = new Hkdf(provider);
        var key = SecretBytes.takeOver(new byte[64]);
        for (int length : List.of(1, 16_320)) {
            assertThat(hkdf.expand(key, Bytes.empty(), length).length()).isEqualTo(length);
        }
        for (int length : List.of(0, 16_321)) {
            assertThatThrownBy(() -> hkdf.expand(key, Bytes.empty(), length))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
