package org.mayfly.system.history;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HistoryTest {

    private final History history = new History();

    @BeforeEach
    void three_messages_from_one_sender_to_two_recipients() {
        for (var message : new String[] {"m1", "m2", "m3"}) {
            history.submitting("alice", message, Set.of("bob", "carol"));
            history.acknowledged(message);
        }
        show("carol", "m1", "m2", "m3");
    }

    @Test
    void a_history_in_which_all_arrived_once_and_in_order_is_clean() {
        show("bob", "m1", "m2", "m3");
        assertThat(history.judge().clean()).isTrue();
        assertThat(history.judge().acknowledged()).isEqualTo(3);
    }

    @Test
    void a_planted_loss_is_found() {
        show("bob", "m1", "m3");
        assertThat(history.judge().lost()).containsExactly("m2 to bob");
    }

    @Test
    void a_message_that_nobody_acknowledged_is_not_lost() {
        show("bob", "m1", "m2", "m3");
        history.submitting("alice", "m4", Set.of("bob"));
        assertThat(history.judge().clean()).isTrue();
    }

    @Test
    void a_planted_duplicate_is_found() {
        show("bob", "m1", "m2", "m2", "m3");
        assertThat(history.judge().duplicated()).containsExactly("m2 to bob");
    }

    @Test
    void a_planted_inversion_is_found() {
        show("bob", "m1", "m3", "m2");
        assertThat(history.judge().inverted()).containsExactly("m2 to bob");
    }

    @Test
    void a_planted_invention_is_found() {
        show("bob", "m1", "m2", "m3", "m9");
        show("dave", "m1");
        assertThat(history.judge().invented()).containsExactlyInAnyOrder("m9 to bob", "m1 to dave");
    }

    @Test
    void a_receipt_for_a_message_that_was_never_submitted_is_refused() {
        assertThatThrownBy(() -> history.acknowledged("m9")).isInstanceOf(IllegalArgumentException.class);
    }

    private void show(String recipient, String... messages) {
        for (var message : messages) {
            history.shown(recipient, message);
        }
    }
}
