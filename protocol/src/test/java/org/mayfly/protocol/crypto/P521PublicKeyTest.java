package org.mayfly.protocol.crypto;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.value.Bytes;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class P521PublicKeyTest {

    private static final Bytes GENERATOR = Bytes.parseHex(
            "0400c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66"
                    + "011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650");

    static List<CryptoProvider> providers() {
        return CryptoProvider.available();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void keys_of_a_provider_keep_their_bytes(CryptoProvider provider) throws MalformedException {
        var generator = provider.p521KeyPairs(RandomSource.of(provider).secureRandom());
        for (int i = 0; i < 20; i++) {
            var key = P521PublicKey.of(generator.generateKeyPair().getPublic());
            assertThat(P521PublicKey.parse(key.encoded())).isEqualTo(key);
            assertThat(P521PublicKey.of(key.asKey(provider))).isEqualTo(key);
        }
    }

    @Test
    void the_generator_is_a_point_and_any_flipped_bit_of_it_is_not() {
        assertThat(new P521PublicKey(GENERATOR).encoded()).isEqualTo(GENERATOR);
        var point = GENERATOR.toArray();
        for (int bit = 0; bit < point.length * 8; bit++) {
            point[bit / 8] ^= (byte) (1 << (bit % 8));
            refused(point);
            point[bit / 8] ^= (byte) (1 << (bit % 8));
        }
    }

    @Test
    void coordinates_that_are_not_reduced_are_refused() {
        var p = BigInteger.ONE.shiftLeft(521).subtract(BigInteger.ONE);
        var x = new BigInteger(1, GENERATOR.toArray(), 1, 66).add(p).toByteArray();
        var point = GENERATOR.toArray();
        System.arraycopy(x, x.length - 66, point, 1, 66);
        refused(point);
    }

    /** The point with x = 0: the coordinate has one encoding, and the prime itself is not it. */
    @Test
    void zero_is_not_written_as_the_prime() throws MalformedException {
        var p = BigInteger.ONE.shiftLeft(521).subtract(BigInteger.ONE);
        var b = new BigInteger(
                "0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef1"
                        + "09e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00",
                16);
        var root = b.modPow(p.add(BigInteger.ONE).shiftRight(2), p).toByteArray();
        var point = new byte[133];
        point[0] = 4;
        System.arraycopy(root, 0, point, 133 - root.length, root.length);
        assertThat(P521PublicKey.parse(Bytes.of(point)).encoded())
                .as("control: it is a point")
                .isEqualTo(Bytes.of(point));
        System.arraycopy(p.toByteArray(), 0, point, 1, 66);
        refused(point);
    }

    @Test
    void other_lengths_forms_and_the_zero_point_are_refused() {
        var point = GENERATOR.toArray();
        for (int length = 0; length < 133; length++) {
            refused(Arrays.copyOf(point, length));
        }
        refused(Arrays.copyOf(point, 134));
        refused(new byte[133]);
        var zero = new byte[133];
        zero[0] = 4;
        refused(zero);
        var compressed = Arrays.copyOf(point, 67);
        compressed[0] = 2;
        refused(compressed);
    }

    private static void refused(byte[] encoded) {
        assertThatThrownBy(() -> P521PublicKey.parse(Bytes.of(encoded))).isInstanceOf(MalformedException.class);
    }
}
