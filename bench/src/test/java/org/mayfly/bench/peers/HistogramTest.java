package org.mayfly.bench.peers;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class HistogramTest {

    @Test
    void nothing_has_no_quantile() {
        assertThat(new Histogram().quantile(0.5)).isZero();
    }

    @Test
    void small_numbers_are_exact() {
        var histogram = new Histogram();
        for (int i = 1; i <= 100; i++) {
            histogram.add(i <= 99 ? 7 : 50);
        }
        assertThat(histogram.quantile(0.5)).isEqualTo(7);
        assertThat(histogram.quantile(0.99)).isEqualTo(7);
        assertThat(histogram.quantile(1)).isEqualTo(50);
    }

    @Test
    void quantiles_are_within_a_sixty_fourth_of_those_of_the_sorted_numbers() {
        var random = new Random(3);
        var numbers = new long[10_000];
        var histogram = new Histogram();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = 1 + (long) Math.exp(random.nextDouble() * 40);
            histogram.add(numbers[i]);
        }
        Arrays.sort(numbers);
        for (double share : new double[] {0.01, 0.5, 0.99, 0.999}) {
            double exact = numbers[(int) Math.ceil(share * numbers.length) - 1];
            assertThat(histogram.quantile(share)).isCloseTo(exact, within(exact / 64));
        }
    }
}
