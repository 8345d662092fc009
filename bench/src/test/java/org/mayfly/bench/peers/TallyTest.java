package org.mayfly.bench.peers;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TallyTest {

    private final Tally tally = new Tally(2);

    @Test
    void what_was_acknowledged_and_arrived_is_fine() {
        tally.acked(0, 0);
        tally.arrived(0, 0);
        assertThat(tally.lost()).isZero();
        assertThat(tally.keptUnacked()).isZero();
        assertThat(tally.duplicates()).isZero();
    }

    @Test
    void a_planted_loss_is_found() {
        tally.acked(0, 0);
        tally.acked(0, 1);
        tally.acked(1, 1);
        tally.arrived(0, 0);
        assertThat(tally.lost()).isEqualTo(2);
    }

    @Test
    void the_same_number_of_another_sender_makes_up_for_nothing() {
        tally.acked(0, 5);
        tally.arrived(1, 5);
        assertThat(tally.lost()).isEqualTo(1);
        assertThat(tally.keptUnacked()).isEqualTo(1);
    }

    @Test
    void a_planted_duplicate_is_counted_and_arrives_once() {
        assertThat(tally.arrived(1, 3)).isTrue();
        assertThat(tally.arrived(1, 3)).isFalse();
        assertThat(tally.arrived()).isEqualTo(1);
        assertThat(tally.duplicates()).isEqualTo(1);
    }
}
