package org.mayfly.messaging.mailbox;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.identity.Identities;
import org.mayfly.messaging.mailbox.MailboxCommits.Committed;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.testing.Relay;
import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Sha512;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** What is sent to devices, or by them, while their identity is being ended. */
class EndedRecipientRaceTest {

    private static final ExecutorService OTHERS = Executors.newCachedThreadPool();

    private final Relay relay = new Relay();
    private final Identities identities = relay.server.get(Identities.class);

    /** In the caller's transaction. */
    private final MailboxCommits commits =
            new MailboxCommitsBean(relay.server.get(MailboxStore.class), Limits.STANDARD, relay.server.clock);

    private final TestDevice ada = relay.enrolled("ada");
    private final TestDevice ben = relay.enrolled("ben");

    @AfterAll
    static void stop() {
        OTHERS.shutdownNow();
    }

    @Test
    void a_message_that_comes_meanwhile_waits_and_is_refused_for_it_has_no_recipient() throws Exception {
        prepare();
        var late = relay.server.inTransaction(() -> {
            end();
            var sending = OTHERS.submit(() -> relay.server.inTransaction(() -> send(ben, ada)));
            relay.awaitSomebodyWaiting();
            return sending;
        });
        assertThat(refusals(late.get(30, TimeUnit.SECONDS))).containsExactly(Reason.NOT_RECIPIENT.code());
        assertNothingIsLeft();
    }

    @Test
    void a_message_that_came_just_before_goes_with_the_mailbox() throws Exception {
        prepare();
        var end = relay.server.inTransaction(() -> {
            assertThat(refusals(send(ben, ada))).isEmpty();
            var ending = OTHERS.submit(this::end);
            relay.awaitSomebodyWaiting();
            return ending;
        });
        end.get(30, TimeUnit.SECONDS);
        assertNothingIsLeft();
    }

    @Test
    void what_the_ended_one_sends_is_refused_from_the_commit_on() {
        prepare();
        end();
        assertThat(refusals(relay.server.inTransaction(() -> send(ada, ben))))
                .containsExactly(Reason.UNAUTHENTICATED.code());
        assertNothingIsLeft();
    }

    private void prepare() {
        relay.server.get(MailboxCommits.class).prepare(ExpiryDay.of(relay.now()));
    }

    private Object end() {
        return identities.end(Relay.OPERATOR, relay.network, ada.address.user());
    }

    private Committed send(TestDevice from, TestDevice to) {
        var submit = from.submit(TestDevice.message(), relay.now().plus(Duration.ofHours(1)), to.address);
        var arrival = Arrival.parse(from.actor(), submit, Limits.STANDARD, new Sha512(CryptoProvider.preferred()));
        return commits.commit(List.of(arrival), List.of(), 0);
    }

    private static List<String> refusals(Committed committed) {
        return committed.outcomes().stream()
                .filter(Outcome.Denied.class::isInstance)
                .map(outcome -> ((Outcome.Denied) outcome).refusal().refusal().code())
                .toList();
    }

    private void assertNothingIsLeft() {
        assertThat(relay.server.rows("SELECT 'entry' FROM mailbox_entry")).isEmpty();
        assertThat(relay.server.rows("SELECT 'payload' FROM payload")).isEmpty();
    }
}
