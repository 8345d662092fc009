package org.mayfly.protocol.client;

import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mayfly.protocol.client.support.Event;
import org.mayfly.protocol.client.support.RandomConversation;
import org.mayfly.protocol.client.support.RandomTown;
import org.mayfly.protocol.wire.WrapState;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever happens on the way: reordering, loss, replay, starved pools, restarts, restores, days that pass. */
class ConversationModelTest {

    /** For each seed of the conversation, 5,000 together; the long profile makes it 100,000. */
    private static final int SENDS = Integer.getInteger("model.sends", 1_250);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
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

    /** A third of the wraps: keys for many devices take longer. Until everything that can happen did, within reason. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void of_devices_that_come_go_and_are_set_back_each_shows_every_text_once_or_visibly_refuses_it(
            long seed, TestReporter report) {
        var town = new RandomTown(seed);
        while (town.sealed() < SENDS / 3 || (lacksSomething(town) && town.sealed() < SENDS)) {
            town.step();
        }
        town.heal();
        assertThat(town.events()).as("the run meant something").containsOnlyKeys(Event.values());
        report.publishEntry("sealed %d; %s; refused %s".formatted(town.sealed(), town.events(), town.refused()));
    }

    private static boolean lacksSomething(RandomTown town) {
        return town.events().size() < Event.values().length;
    }
}
