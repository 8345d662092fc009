package org.mayfly.protocol.oprf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** RFC 9497 appendix A.5.1 is the oracle. */
class OprfTest {

    private static final RandomSource RANDOM = RandomSource.of(CryptoProvider.preferred());
    private static JsonNode published;

    @BeforeAll
    static void read() throws IOException {
        published = new ObjectMapper()
                .readTree(Path.of("vectors", "rfc9497-p521-sha512.json").toFile());
    }

    static List<CryptoProvider> providers() {
        return CryptoProvider.available();
    }

    @Test
    void a_key_is_derived_as_published() {
        assertThat(publishedKey().encoded()).isEqualTo(secret(published, "privateKey"));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void the_function_gives_what_is_published(CryptoProvider provider) throws MalformedException {
        var evaluations = published.get("evaluations");
        assertThat(evaluations).hasSize(2);
        for (var evaluation : evaluations) {
            var blind = new BigInteger(1, hex(evaluation, "blind").toArray());
            try (var input = OprfInput.withBlind(secret(evaluation, "input"), blind)) {
                assertThat(input.blinded().encoded()).isEqualTo(hex(evaluation, "blindedElement"));
                var evaluated = publishedKey().evaluate(input.blinded(), RANDOM);
                assertThat(evaluated.encoded()).isEqualTo(hex(evaluation, "evaluatedElement"));
                assertThat(input.finish(OprfElement.parse(evaluated.encoded()), provider))
                        .isEqualTo(secret(evaluation, "output"));
            }
        }
    }

    @Test
    void two_evaluations_of_one_input_look_unrelated_and_end_alike() {
        try (var first = OprfInput.blind(passphrase("otter marble quiet lantern"), RANDOM);
                var second = OprfInput.blind(passphrase("otter marble quiet lantern"), RANDOM)) {
            assertThat(first.blinded()).isNotEqualTo(second.blinded());
            assertThat(outcome(first, publishedKey())).isEqualTo(outcome(second, publishedKey()));
        }
    }

    @Test
    void another_input_or_another_key_ends_elsewhere() {
        var other = OprfKey.derive(RANDOM.secret(32), "another user");
        try (var one = OprfInput.blind(passphrase("otter marble quiet lantern"), RANDOM);
                var two = OprfInput.blind(passphrase("otter marble quiet lanterns"), RANDOM)) {
            assertThat(outcome(one, publishedKey()))
                    .isNotEqualTo(outcome(two, publishedKey()))
                    .isNotEqualTo(outcome(one, other));
        }
    }

    @Test
    void a_changed_byte_of_an_element_is_refused_or_another_element() {
        var encoded = element();
        var refused = 0;
        for (var place = 0; place < encoded.length; place++) {
            var changed = encoded.clone();
            changed[place] ^= (byte) 0x80;
            try {
                assertThat(OprfElement.parse(Bytes.of(changed)).encoded()).isEqualTo(Bytes.of(changed));
            } catch (MalformedException notAPoint) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(encoded.length / 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 66, 68, 133})
    void an_element_of_another_length_is_refused(int length) {
        assertRefused(new byte[length]);
    }

    @Test
    void infinity_uncompressed_points_and_coordinates_beyond_the_field_are_refused() {
        var infinity = new byte[OprfElement.BYTES];
        var uncompressed = element();
        uncompressed[0] = 0x04;
        var beyond = new byte[OprfElement.BYTES];
        beyond[0] = 0x02;
        beyond[1] = 0x02; // 2^521 is one above the prime
        assertRefused(infinity);
        assertRefused(uncompressed);
        assertRefused(beyond);
    }

    @Test
    void a_blind_is_a_scalar_and_an_input_has_up_to_65_535_bytes() {
        var last = OprfGroup.ORDER.subtract(BigInteger.ONE);
        for (var blind : List.of(BigInteger.ONE, last)) {
            OprfInput.withBlind(RANDOM.secret(65_535), blind).close();
        }
        for (var blind : List.of(BigInteger.ZERO, OprfGroup.ORDER, BigInteger.ONE.negate())) {
            assertThatThrownBy(() -> OprfInput.withBlind(RANDOM.secret(1), blind))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> OprfInput.withBlind(RANDOM.secret(65_536), BigInteger.ONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The published inputs are shorter than 256 bytes, so the length's upper byte is theirs for nothing. */
    @Test
    void the_output_hashes_the_length_of_a_long_input_in_two_bytes() throws NoSuchAlgorithmException {
        var bytes = RANDOM.bytes(700);
        try (var input = OprfInput.withBlind(SecretBytes.takeOver(bytes.toArray()), BigInteger.ONE)) {
            var evaluated = publishedKey().evaluate(input.blinded(), RANDOM);
            var hash = MessageDigest.getInstance("SHA-512");
            hash.update(new byte[] {700 >> 8, (byte) 700});
            hash.update(bytes.toArray());
            hash.update(new byte[] {0, OprfElement.BYTES});
            hash.update(evaluated.encoded().toArray());
            hash.update("Finalize".getBytes(StandardCharsets.US_ASCII));
            assertThat(input.finish(evaluated, CryptoProvider.preferred()))
                    .isEqualTo(SecretBytes.takeOver(hash.digest()));
        }
    }

    @Test
    void an_input_that_is_closed_is_erased() {
        var secret = RANDOM.secret(20);
        OprfInput.blind(secret, RANDOM).close();
        assertThatThrownBy(secret::expose).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void an_element_is_its_encoding_and_says_nothing_of_it() throws MalformedException {
        var encoded = Bytes.of(element());
        var parsed = OprfElement.parse(encoded);
        assertThat(parsed).isEqualTo(OprfElement.parse(encoded)).hasSameHashCodeAs(OprfElement.parse(encoded));
        assertThat(parsed).isNotEqualTo(publishedKey().evaluate(parsed, RANDOM));
        assertThat(parsed).hasToString("OprfElement[hidden]");
    }

    @Test
    void a_seed_of_another_length_gives_no_key() {
        assertThatThrownBy(() -> OprfKey.derive(RANDOM.secret(31), "info"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertRefused(byte[] encoded) {
        assertThatThrownBy(() -> OprfElement.parse(Bytes.of(encoded))).isInstanceOf(MalformedException.class);
    }

    private static byte[] element() {
        return hex(published.get("evaluations").get(0), "blindedElement").toArray();
    }

    private static SecretBytes outcome(OprfInput input, OprfKey key) {
        return input.finish(key.evaluate(input.blinded(), RANDOM), CryptoProvider.preferred());
    }

    private static OprfKey publishedKey() {
        var info = new String(hex(published, "info").toArray(), StandardCharsets.US_ASCII);
        return OprfKey.derive(secret(published, "seed"), info);
    }

    private static SecretBytes passphrase(String text) {
        return SecretBytes.takeOver(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Bytes hex(JsonNode vector, String field) {
        return Bytes.parseHex(vector.get(field).textValue());
    }

    private static SecretBytes secret(JsonNode vector, String field) {
        return SecretBytes.takeOver(hex(vector, field).toArray());
    }
}
