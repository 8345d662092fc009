package org.mayfly.client;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.client.Sending.State;
import org.mayfly.client.relay.Household;
import org.mayfly.protocol.wire.PrekeyType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Keys for the next message are claimed after a message, so that it waits for no round trip. */
class KeysAheadTest {

    private static final int POOL = 200;

    @TempDir
    private Path homes;

    @SuppressWarnings("NullAway.Init")
    private Household household;

    @BeforeEach
    void two_people_enrol() {
        household = Household.in(homes);
        household.enrol("alice", "laptop");
        household.enrol("bob", "desk");
    }

    @Test
    void the_first_message_has_to_ask_and_the_second_does_not() throws Exception {
        try (var alice = household.open("laptop")) {
            alice.connect();
            household.relay().answersNoClaims = true;
            assertThat(send(alice).outcome()).as("control: nothing is at hand").isNotDone();
        }
        household.relay().answersNoClaims = false;
        try (var alice = household.open("laptop")) {
            alice.connect();
            assertThat(alice.awaitSettled(Duration.ofMinutes(1))).isTrue();
            household.relay().answersNoClaims = true;
            assertSentWithoutAsking(alice);
        }
    }

    @Test
    void what_was_claimed_ahead_is_there_after_a_restart_and_used_once() throws Exception {
        try (var alice = household.open("laptop")) {
            alice.connect();
            assertThat(send(alice).outcome().get(60, TimeUnit.SECONDS)).isEqualTo(State.ACCEPTED);
            assertThat(alice.awaitSettled(Duration.ofMinutes(1))).isTrue();
        }
        household.relay().answersNoClaims = true;
        for (var i = 0; i < 2; i++) {
            try (var alice = household.open("laptop")) {
                alice.connect();
                assertSentWithoutAsking(alice);
            }
        }
        assertThat(household.relay().wrapsFor("bob").stream().map(wrap -> wrap.getPrekey()))
                .hasSize(3)
                .doesNotHaveDuplicates();
        assertThat(household.relay().wrapsFor("bob").stream().map(wrap -> wrap.getKemPrekey()))
                .doesNotHaveDuplicates();
    }

    @Test
    void once_both_wrote_reply_keys_do_and_no_stock_is_built_up() throws Exception {
        try (var alice = household.open("laptop");
                var bob = household.open("desk")) {
            alice.connect();
            bob.connect();
            for (var i = 0; i < 12; i++) {
                assertThat(send(alice).outcome().get(60, TimeUnit.SECONDS)).isEqualTo(State.ACCEPTED);
                assertThat(alice.awaitSettled(Duration.ofMinutes(1))).isTrue();
                assertThat(bob.awaitSettled(Duration.ofMinutes(1))).isTrue();
            }
        }
        assertThat(POOL - household.relay().left("bob", PrekeyType.PREKEY_TYPE_MLKEM1024))
                .as("one START, one ahead of it, and what was claimed ahead at once")
                .isLessThanOrEqualTo(3);
        assertThat(POOL - household.relay().left("bob", PrekeyType.PREKEY_TYPE_P521))
                .isLessThanOrEqualTo(12 + 1 + 4);
    }

    private static void assertSentWithoutAsking(MayflyClient client) throws Exception {
        assertThat(send(client).outcome().get(20, TimeUnit.SECONDS)).isEqualTo(State.ACCEPTED);
    }

    private static Sending send(MayflyClient client) {
        return client.send("bob", "hello", Optional.empty(), Optional.empty());
    }
}
