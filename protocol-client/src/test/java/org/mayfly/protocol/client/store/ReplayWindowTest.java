package org.mayfly.protocol.client.store;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class ReplayWindowTest {

    @Test
    void each_counter_is_accepted_once_and_none_below_the_window() {
        var random = new Random(1);
        var window = ReplayWindow.EMPTY;
        var seen = new HashSet<Long>();
        long highest = 0;
        for (int i = 0; i < 20_000; i++) {
            var counter = Math.max(0, highest + random.nextInt(2_400) - 1_500);
            if (random.nextInt(100) == 0) {
                counter += 5_000;
            }
            var expected = counter >= 1 && !seen.contains(counter) && highest - counter < ReplayWindow.WIDTH;
            assertThat(window.accepts(counter)).as("%d at %d", counter, highest).isEqualTo(expected);
            if (expected) {
                window = window.with(counter);
                seen.add(counter);
                highest = Math.max(highest, counter);
            }
            assertThat(window.highest()).isEqualTo(highest);
        }
    }

    @Test
    void a_window_survives_being_stored() {
        var window = ReplayWindow.EMPTY.with(1).with(700).with(1024).with(3);
        assertThat(ReplayWindow.of(window.highest(), window.toBytes()))
                .isEqualTo(window)
                .isNotEqualTo(window.with(4))
                .isNotEqualTo(ReplayWindow.of(1025, window.toBytes()))
                .isNotEqualTo(window.toString());
        assertThat(window.toBytes().length).isLessThanOrEqualTo(128);
    }
}
