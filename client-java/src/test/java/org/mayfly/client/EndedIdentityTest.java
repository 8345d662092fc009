package org.mayfly.client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.client.relay.Household;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** An identity that an administrator ended, and the same person's next one: docs/protocol.md, "Device lists". */
@Timeout(180)
class EndedIdentityTest {

    @TempDir
    private Path homes;

    @Test
    void who_is_connected_hears_of_it_at_once_though_the_next_list_is_a_first_one() throws Exception {
        var household = Household.in(homes);
        household.enrol("alice", "alice");
        household.enrol("bob", "bob");
        try (var alice = household.open("alice")) {
            alice.connect();
            alice.send("bob", "hello", Optional.empty(), Optional.empty())
                    .accepted()
                    .get(60, TimeUnit.SECONDS);
            assertThat(alice.awaitSettled(Duration.ofMinutes(1))).isTrue();
            var warned = new CompletableFuture<AuthenticationWarning>();
            alice.listen(new MessageListener() {
                @Override
                public void received(Message message) {}

                @Override
                public void warned(AuthenticationWarning warning) {
                    warned.complete(warning);
                }
            });
            household.enrolAgain("bob", "bob's next");
            household.relay().announce("bob", 1);

            var warning = warned.get(60, TimeUnit.SECONDS);

            assertThat(warning.code()).isEqualTo("identity-changed");
            assertThat(warning.claimedFrom()).contains("bob");
        }
    }
}
