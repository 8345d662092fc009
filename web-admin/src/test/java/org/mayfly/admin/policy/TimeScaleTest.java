package org.mayfly.admin.policy;

import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TimeScaleTest {

    private final TimeScale scale = new TimeScale();

    @Test
    void the_shortest_life_stands_at_the_left_and_the_longest_at_the_right() {
        assertThat(scale.place(Duration.ZERO)).isZero();
        assertThat(scale.place(Duration.ofSeconds(5))).isZero();
        assertThat(scale.place(Duration.ofDays(30))).isEqualTo(100);
        assertThat(scale.place(Duration.ofDays(31))).isEqualTo(100);
    }

    @Test
    void equal_ratios_are_equally_far_apart() {
        assertThat(scale.width(Duration.ofSeconds(10), Duration.ofSeconds(20)))
                .isCloseTo(scale.width(Duration.ofHours(10), Duration.ofHours(20)), within(0.11));
    }

    @Test
    void the_marks_stand_in_order() {
        assertThat(scale.getMarks()).isSorted();
    }
}
