package org.mayfly.protocol.value;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SecretBytesTest {

    @Test
    void destroying_overwrites_the_array_that_was_taken_over() {
        var array = new byte[] {1, 2, 3};
        var secret = SecretBytes.takeOver(array);
        assertThat(secret.isDestroyed()).isFalse();
        secret.destroy();
        assertThat(array).containsOnly(0);
        assertThat(secret.isDestroyed()).isTrue();
        assertThatThrownBy(secret::expose).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closing_destroys() {
        var array = new byte[] {1, 2, 3};
        try (var secret = SecretBytes.takeOver(array)) {
            assertThat(secret.expose()).containsExactly(1, 2, 3);
        }
        assertThat(array).containsOnly(0);
    }

    @Test
    void a_copy_leaves_the_callers_array_alone_and_gives_out_copies() {
        var array = new byte[] {1, 2, 3};
        var secret = SecretBytes.copyOf(array);
        secret.expose()[0] = 9;
        assertThat(secret.expose()).containsExactly(1, 2, 3);
        assertThat(secret.length()).isEqualTo(3);
        secret.destroy();
        assertThat(array).containsExactly(1, 2, 3);
    }

    @Test
    void nothing_of_it_is_printed_or_hashed() {
        var secret = SecretBytes.takeOver(new byte[] {0x41, 0x42});
        assertThat(secret.toString()).isEqualTo("SecretBytes[hidden]");
        assertThat(secret).hasSameHashCodeAs(SecretBytes.takeOver(new byte[] {7}));
        assertThat(secret).isEqualTo(SecretBytes.copyOf(new byte[] {0x41, 0x42}));
        assertThat(secret).isNotEqualTo(SecretBytes.copyOf(new byte[] {0x41, 0x43}));
    }
}
