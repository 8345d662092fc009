package org.mayfly.protocol.crypto;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OneUseKeyTest {

    @Test
    void closing_erases_each_copy_that_was_asked_for_and_not_the_key_itself() {
        var content = new byte[] {1, 2, 3};
        byte[] first;
        byte[] second;
        try (var key = new OneUseKey(content, "AES")) {
            first = key.getEncoded();
            second = key.getEncoded();
            assertThat(first).isEqualTo(content).isNotSameAs(content);
            assertThat(second).isEqualTo(content).isNotSameAs(first);
            assertThat(key.getAlgorithm()).isEqualTo("AES");
            assertThat(key).hasToString("OneUseKey[hidden]");
        }
        assertThat(first).containsOnly(0);
        assertThat(second).containsOnly(0);
        assertThat(content).containsExactly(1, 2, 3);
    }
}
