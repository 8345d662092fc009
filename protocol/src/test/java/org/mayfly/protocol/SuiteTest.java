package org.mayfly.protocol;

import org.junit.jupiter.api.Test;
import org.mayfly.protocol.wire.PrekeyType;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class SuiteTest {

    @Test
    void the_highest_suite_that_both_name_is_chosen() {
        assertThat(Suite.highest(List.of(1, 2), List.of(1, 2))).contains(Suite.HYBRID);
        assertThat(Suite.highest(List.of(1, 2), List.of(1))).contains(Suite.CLASSICAL);
        assertThat(Suite.highest(List.of(1), List.of(1, 2))).contains(Suite.CLASSICAL);
        assertThat(Suite.highest(List.of(2), List.of(1, 2))).contains(Suite.HYBRID);
    }

    @Test
    void suites_that_this_version_does_not_speak_are_passed_over() {
        assertThat(Suite.highest(List.of(1, 2, 3), List.of(1, 2, 3))).contains(Suite.HYBRID);
        assertThat(Suite.highest(List.of(3), List.of(3))).isEmpty();
        assertThat(Suite.highest(List.of(1), List.of(2))).isEmpty();
        assertThat(Suite.of(0)).isEmpty();
        assertThat(Suite.of(3)).isEmpty();
    }

    @Test
    void a_start_spends_a_key_of_each_type_of_its_suite() {
        assertThat(Suite.CLASSICAL.startKeys()).containsExactly(PrekeyType.PREKEY_TYPE_P521);
        assertThat(Suite.HYBRID.startKeys())
                .containsExactlyInAnyOrder(PrekeyType.PREKEY_TYPE_P521, PrekeyType.PREKEY_TYPE_MLKEM1024);
    }
}
