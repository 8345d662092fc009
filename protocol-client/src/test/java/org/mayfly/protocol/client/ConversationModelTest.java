package org.mayfly.protocol.client;

import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mayfly.protocol.client.support.RandomConversation;
import org.mayfly.protocol.client.support.RandomTown;
import org.mayfly.protocol.wire.WrapState;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever happens on the way: reordering, loss, replay, starved pools, restarts, days that pass. */
class ConversationModelTest {

    /** For each seed; the long profile raises it. */
    private static final int SENDS = Integer.getInteger("model.sends", 1_000);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void no_key_is_used_twice_and_every_message_is_delivered_waiting_or_visibly_refused(
            long seed, TestReporter report) {
        var conversation = new RandomConversation(seed);
        while (conversation.sealed() < SENDS) {
            conversation.step();
        }
        conversation.settle();
        assertThat(conversation.states())
                .as("the run meant something")
                .containsOnlyKeys(WrapState.WRAP_STATE_START, WrapState.WRAP_STATE_FRESH, WrapState.WRAP_STATE_CHAIN)
                .allSatisfy((state, count) -> assertThat(count).isGreaterThan(SENDS / 50));
        assertThat(conversation.accepted()).isGreaterThan(SENDS / 2);
        report.publishEntry("sealed %d as %s, accepted %d"
                .formatted(conversation.sealed(), conversation.states(), conversation.accepted()));
    }

    /** A tenth of the steps: each message is sealed for several devices. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void devices_come_and_go_and_each_that_is_there_shows_every_text_sealed_for_it_once(long seed) {
        var town = new RandomTown(seed);
        for (int step = 0; step < SENDS / 10 || town.repeated() == 0 && step < SENDS; step++) {
            town.step();
        }
        town.settle();
        assertThat(town.texts()).as("the run meant something").isGreaterThan(SENDS / 100);
        assertThat(town.enrolled()).isPositive();
        assertThat(town.revoked()).isPositive();
        assertThat(town.resent()).isPositive();
        assertThat(town.repeated()).as("asked for again").isPositive();
    }
}
