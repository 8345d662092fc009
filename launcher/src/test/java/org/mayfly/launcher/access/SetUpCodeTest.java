package org.mayfly.launcher.access;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;

import static org.assertj.core.api.Assertions.assertThat;

class SetUpCodeTest {
    @Test
    void it_has_26_characters_of_crockfords_alphabet_and_differs_each_time() {
        SetUpCode code = SetUpCode.random(new SecureRandom());
        assertThat(code.canonical()).matches("[0-9A-HJKMNP-TV-Z]{26}");
        assertThat(SetUpCode.random(new SecureRandom())).isNotEqualTo(code);
    }

    @Test
    void its_hash_is_of_the_canonical_form_whatever_the_grouping() throws Exception {
        SetUpCode code = new SetUpCode("0123456789ABCDEFGHJKMNPQRS");
        assertThat(code.grouped()).isEqualTo("01234-56789-ABCDE-FGHJK-MNPQR-S");
        assertThat(code.hash())
                .isEqualTo(MessageDigest.getInstance("SHA-256")
                        .digest("0123456789ABCDEFGHJKMNPQRS".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void it_is_not_shown_by_accident() {
        assertThat(new SetUpCode("0123456789ABCDEFGHJKMNPQRS")).hasToString("SetUpCode[hidden]");
    }
}
