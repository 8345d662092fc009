package org.mayfly.protocol.crypto;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.value.Bytes;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MlKemPublicKeyTest {

    private static final int COEFFICIENTS = 4 * 256;

    /** All coefficients zero but one. */
    private static Bytes key(int place, int coefficient) {
        var encoded = new byte[1568];
        var at = place / 2 * 3;
        if (place % 2 == 0) {
            encoded[at] = (byte) coefficient;
            encoded[at + 1] = (byte) (coefficient >>> 8);
        } else {
            encoded[at + 1] = (byte) (coefficient << 4);
            encoded[at + 2] = (byte) (coefficient >>> 4);
        }
        return Bytes.of(encoded);
    }

    @Test
    void a_key_is_accepted_up_to_the_modulus_and_refused_from_it_on_at_every_coefficient() throws MalformedException {
        for (int place = 0; place < COEFFICIENTS; place++) {
            var largest = key(place, 3328);
            assertThat(MlKemPublicKey.parse(largest).encoded()).isEqualTo(largest);
            for (int coefficient : new int[] {3329, 3330, 4095}) {
                var unreduced = key(place, coefficient);
                assertThatThrownBy(() -> MlKemPublicKey.parse(unreduced))
                        .as("coefficient %d", place)
                        .isInstanceOf(MalformedException.class);
            }
        }
    }

    @Test
    void the_seed_of_the_matrix_may_be_anything() throws MalformedException {
        var encoded = new byte[1568];
        Arrays.fill(encoded, 1536, 1568, (byte) 0xff);
        assertThat(MlKemPublicKey.parse(Bytes.of(encoded)).encoded().length()).isEqualTo(1568);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 133, 1184, 1567, 1569})
    void another_length_is_refused(int length) {
        assertThatThrownBy(() -> MlKemPublicKey.parse(Bytes.of(new byte[length])))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> new MlKemPublicKey(Bytes.of(new byte[length])))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
