package org.mayfly.messaging.naming;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mayfly.messaging.refusal.Reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.messaging.testing.Refusals.assertRefused;

/** Names and what makes two of them the same. */
class NameTest {

    @Test
    void a_name_is_shown_as_written_and_compared_without_case_width_and_composition() {
        assertThat(Name.parse("  Zoë ", 10)).isEqualTo(new Name("Zo\u00eb", "zo\u00eb"));
        assertThat(Name.parse("ZOE\u0308", 10).key()).isEqualTo("zo\u00eb");
        assertThat(Name.parse("\uff21\uff24\uff21", 10).key()).isEqualTo("ada");
        assertThat(Name.parse("\ufb01n", 10).key()).isEqualTo("fin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "\u0000", "a\tb", "a\u200bb", "\u202ea", "a\u2028b", "\ud800", "\ue000", "elevenchars"})
    void a_name_that_is_empty_too_long_or_not_visible_is_refused(String written) {
        assertRefused(Reason.NAME_UNUSABLE, () -> Name.parse(written, 10));
    }

    @Test
    void length_counts_characters_not_halves_of_them() {
        assertThat(Name.parse("\ud83e\udd8b".repeat(10), 10).shown()).hasSize(20);
        assertRefused(Reason.NAME_UNUSABLE, () -> Name.parse("\ud83e\udd8b".repeat(11), 10));
    }

    @Test
    void a_name_that_grows_by_compatibility_is_measured_as_grown() {
        assertRefused(Reason.NAME_UNUSABLE, () -> Name.parse("\ufdfa", 10));
    }

    @Test
    void a_megabyte_is_refused() {
        assertRefused(Reason.NAME_UNUSABLE, () -> Name.parse("x".repeat(1 << 20), 10));
    }
}
