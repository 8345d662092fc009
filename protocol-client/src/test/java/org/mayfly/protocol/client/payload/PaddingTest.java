package org.mayfly.protocol.client.payload;

import org.junit.jupiter.api.Test;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.SecretBytes;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PaddingTest {

    @Test
    void every_length_comes_back_and_its_padding_is_512_or_grows_by_at_most_an_eighth() throws MalformedException {
        var random = RandomSource.of(CryptoProvider.preferred());
        for (int length = 0; length < 5_000; length++) {
            var message = random.secret(length);
            var padded = Padding.pad(message);
            assertThat(Padding.unpad(padded)).isEqualTo(message);
            assertThat(padded.length()).isGreaterThanOrEqualTo(Math.max(512, length + 4));
            assertThat(padded.length()).isLessThanOrEqualTo(Math.max(512, (length + 4) * 9 / 8));
        }
    }

    @Test
    void padded_lengths_are_those_of_padme() {
        for (int length = 509; length < 300_000; length += 97) {
            var total = length + 4;
            var exponent = (int) (Math.log(total) / Math.log(2) + 1e-12);
            var low = exponent - ((int) (Math.log(exponent) / Math.log(2) + 1e-12) + 1);
            var mask = (1L << low) - 1;
            assertThat(Padding.paddedLength(length)).isEqualTo((int) ((total + mask) & ~mask));
        }
    }

    @Test
    void a_non_zero_byte_another_length_or_a_length_beyond_the_end_is_refused() {
        var padded = Padding.pad(SecretBytes.takeOver(new byte[] {1, 2, 3})).expose();
        for (int i = 0; i < padded.length; i++) {
            var changed = padded.clone();
            changed[i] ^= (byte) 0x80;
            if (i < 3 || i > 6) {
                refused(changed);
            }
        }
        for (int length = 0; length < 512; length++) {
            refused(Arrays.copyOf(padded, length));
        }
        refused(Arrays.copyOf(padded, 513));
        refused(Arrays.copyOf(padded, 1024));
    }

    private static void refused(byte[] padded) {
        assertThatThrownBy(() -> Padding.unpad(SecretBytes.takeOver(padded))).isInstanceOf(MalformedException.class);
    }
}
