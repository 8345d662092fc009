package org.mayfly.client;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.client.relay.Household;
import org.mayfly.protocol.value.MessageId;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** A server that keeps mail back: docs/protocol.md, "Gaps". Alice has a confirmed link, and bob is away. */
@Timeout(90)
class GapTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private Path homes;

    private Household household;
    private int answers;
    private final List<AuthenticationWarning> warnings = new ArrayList<>();

    @BeforeEach
    void alice_has_a_confirmed_link_to_bob() throws Exception {
        household = Household.in(homes);
        household.enrol("alice", "alice");
        household.enrol("bob", "bob");
        try (var alice = connected("alice");
                var bob = connected("bob")) {
            var confirmed = new CompletableFuture<MessageId>();
            alice.listen(new MessageListener() {
                @Override
                public void received(Message message) {}

                @Override
                public void warned(AuthenticationWarning warning) {}

                @Override
                public void delivered(MessageId id) {
                    confirmed.complete(id);
                }
            });
            alice.send("bob", "first", Optional.empty(), Optional.empty());
            confirmed.get(60, TimeUnit.SECONDS);
            while (household.relay().waitingFor("alice") + household.relay().waitingFor("bob") > 0) {
                assertThat(alice.awaitSettled(PATIENCE)).isTrue();
                assertThat(bob.awaitSettled(PATIENCE)).isTrue();
            }
            assertThat(shown(bob)).containsExactly("first");
        }
    }

    @Test
    void what_was_kept_back_is_told_a_minute_later_on_a_later_connection_and_never_again() throws Exception {
        sendAll("one", "two", "three");
        keepBackOldest();
        assertThat(received()).containsExactly("two", "three");
        household.clock().forward(20);
        assertThat(received()).isEmpty();
        household.clock().forward(41);
        assertThat(received()).containsExactly("gap");
        assertThat(warnings).containsExactly(new AuthenticationWarning("gap", Optional.of("alice"), 1, at()));
        household.clock().forward(61);
        assertThat(received()).isEmpty();
    }

    @Test
    void who_stays_connected_is_told_of_several_at_once() throws Exception {
        sendAll("one", "two", "three", "four");
        keepBackOldest();
        keepBackOldest();
        try (var bob = connected("bob")) {
            assertThat(bob.awaitSettled(PATIENCE)).isTrue();
            assertThat(shown(bob)).containsExactly("three", "four");
            var arrival = bob.nextArrival();
            household.clock().forward(61);
            arrival.get(60, TimeUnit.SECONDS);
            assertThat(shown(bob)).containsExactly("gap");
            assertThat(warnings).containsExactly(new AuthenticationWarning("gap", Optional.of("alice"), 2, at()));
        }
    }

    @Test
    void gaps_that_nobody_was_shown_yet_are_one_notice() throws Exception {
        for (var turn = 0; turn < 2; turn++) {
            sendAll("lost", "passed over it");
            keepBackOldest();
            fetch();
            household.clock().forward(61);
            fetch();
        }
        assertThat(received()).containsExactly("gap", "passed over it", "passed over it");
        assertThat(warnings).extracting(AuthenticationWarning::count).containsExactly(2L);
    }

    @Test
    void what_came_late_is_shown_and_not_told_of() throws Exception {
        sendAll("one", "two");
        var late = keepBackOldest();
        assertThat(received()).containsExactly("two");
        late.run();
        household.clock().forward(20);
        assertThat(received()).containsExactly("one");
        household.clock().forward(61);
        assertThat(received()).isEmpty();
    }

    @Test
    void nothing_is_told_while_mail_may_still_be_waiting() throws Exception {
        sendAll(Optional.of(Duration.ofMinutes(1)), "one", "two");
        keepBackOldest();
        household.relay().neverDrains = true;
        try (var bob = connected("bob")) {
            await(bob, 1);
            household.clock().forward(61);
            await(bob, 0);
            assertThat(shown(bob))
                    .as("the tick that erased the other one told nothing")
                    .isEmpty();
        }
        household.relay().neverDrains = false;
        assertThat(received()).containsExactly("gap");
    }

    /** Looks without showing. */
    private static void await(MayflyClient client, long unshown) {
        while (client.status().unshown() != unshown) {
            Thread.onSpinWait();
        }
    }

    private MayflyClient connected(String home) {
        var client = household.open(home);
        client.connect();
        return client;
    }

    /** All that is no answer to anything. */
    private void sendAll(String... texts) throws Exception {
        sendAll(Optional.empty(), texts);
    }

    private void sendAll(Optional<Duration> life, String... texts) throws Exception {
        try (var alice = connected("alice")) {
            assertThat(alice.awaitSettled(PATIENCE)).isTrue();
            answers = household.relay().waitingFor("bob");
            for (var text : texts) {
                alice.send("bob", text, life, Optional.empty()).accepted().get(60, TimeUnit.SECONDS);
            }
        }
    }

    /** Of these texts. */
    private Runnable keepBackOldest() {
        return household.relay().keepBack("bob", answers);
    }

    private void fetch() throws Exception {
        try (var bob = connected("bob")) {
            assertThat(bob.awaitSettled(PATIENCE)).isTrue();
        }
    }

    /** What a short life of bob's program shows. */
    private List<String> received() throws Exception {
        try (var bob = connected("bob")) {
            assertThat(bob.awaitSettled(PATIENCE)).isTrue();
            return shown(bob);
        }
    }

    private List<String> shown(MayflyClient client) {
        var lines = new ArrayList<String>();
        client.show(message -> lines.add(message.text()), warning -> {
            warnings.add(warning);
            lines.add(warning.code());
        });
        return lines;
    }

    private Instant at() {
        return warnings.get(0).at();
    }
}
