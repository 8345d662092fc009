package org.mayfly.messaging.mailbox;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.config.Setting;
import org.mayfly.messaging.mailbox.Mailboxes.MailArrived;
import org.mayfly.messaging.mailbox.Mailboxes.Place;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.RefusedException;
import org.mayfly.messaging.testing.Relay;
import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.protocol.wire.Submit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The whole way through the port: parsing, the committing thread, PostgreSQL. */
class MailboxesTest {

    private static final Relay RELAY = new Relay(Limits.STANDARD.with(Setting.SUBMISSIONS, 20));
    private static final Committer COMMITTER = RELAY.server.get(Committer.class);

    private static int users;

    private final Mailboxes mailboxes = mailboxes();
    private final MailboxPurge purge = RELAY.server.get(MailboxPurge.class);
    private final TestDevice sender = RELAY.enrolled("user" + users++);
    private final TestDevice recipient = RELAY.enrolled("user" + users++);

    private static Mailboxes mailboxes() {
        return new QueuedMailboxes(
                COMMITTER,
                RELAY.server.get(MailboxCommits.class),
                RELAY.server.get(SubmissionRates.class),
                RELAY.server.clock);
    }

    @BeforeAll
    static void start() {
        COMMITTER.start();
    }

    @AfterAll
    static void stop() {
        COMMITTER.stop();
    }

    @Test
    void a_message_is_submitted_read_and_acknowledged() throws Exception {
        var message = TestDevice.message();
        var receipt = append(submit(message));
        assertThat(receipt).isEqualTo(new Mailboxes.Accepted(message, RELAY.now()));
        var waiting = read();
        assertThat(waiting).hasSize(1);
        mailboxes
                .acknowledge(recipient.actor(), List.of(waiting.get(0).place()))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        assertThat(read()).isEmpty();
        assertThat(RELAY.server.events)
                .filteredOn(MailArrived.class::isInstance)
                .extracting(event -> ((MailArrived) event).envelopes())
                .contains(Map.of(recipient.address.device(), waiting));
    }

    @Test
    void a_page_says_up_to_where_all_was_committed_when_it_was_read() throws Exception {
        append(submit(TestDevice.message()));
        var page = mailboxes.read(recipient.actor(), Place.START, 10);
        assertThat(page.envelopes().get(0).place().sequence()).isEqualTo(page.upTo());
        append(sender.submit(TestDevice.message(), inAnHour(), sender.address));
        assertThat(mailboxes.read(recipient.actor(), Place.START, 10).upTo()).isEqualTo(page.upTo() + 1);
    }

    @Test
    void an_envelope_that_names_another_sender_is_malformed() {
        var forged = recipient.submit(TestDevice.message(), inAnHour(), sender.address);
        assertRefusedAppend(Reason.MALFORMED, forged);
    }

    @Test
    void bytes_that_are_no_envelope_are_malformed() {
        var good = submit(TestDevice.message());
        assertRefusedAppend(Reason.MALFORMED, Submit.getDefaultInstance());
        assertRefusedAppend(Reason.MALFORMED, good.toBuilder().clearWraps().build());
        assertRefusedAppend(Reason.MALFORMED, good.toBuilder().clearSignature().build());
        assertRefusedAppend(
                Reason.MALFORMED, good.toBuilder().addWraps(good.getWraps(0)).build());
        assertRefusedAppend(
                Reason.MALFORMED,
                good.toBuilder()
                        .setHeader(good.getHeader().concat(ByteString.copyFrom(new byte[] {0})))
                        .build());
    }

    @Test
    void an_envelope_over_the_size_is_too_large() {
        var huge = submit(TestDevice.message()).toBuilder()
                .setCiphertext(ByteString.copyFrom(new byte[(1 << 18) + 1]))
                .build();
        assertRefusedAppend(Reason.TOO_LARGE, huge);
    }

    @Test
    void more_submissions_than_a_minute_allows_are_refused_until_it_ends() throws Exception {
        for (int i = 0; i < 20; i++) {
            append(submit(TestDevice.message()));
        }
        assertRefusedAppend(Reason.RATE_LIMITED, submit(TestDevice.message()));
        RELAY.server.clock.advance(Duration.ofMinutes(1));
        append(submit(TestDevice.message()));
    }

    @Test
    void when_the_database_refuses_connections_submissions_are_busy_and_it_recovers_by_itself() throws Exception {
        var database = RELAY.server.rows("SELECT current_database()").get(0);
        RELAY.server.execute("REVOKE CONNECT ON DATABASE " + database + " FROM PUBLIC");
        try {
            assertRefusedAppend(Reason.BUSY, submit(TestDevice.message()));
        } finally {
            RELAY.server.execute("GRANT CONNECT ON DATABASE " + database + " TO PUBLIC");
        }
        assertThat(append(submit(TestDevice.message()))).isNotNull();
        assertThat(read()).hasSize(1);
    }

    @Test
    void the_purge_leaves_no_row_of_what_has_expired() throws Exception {
        append(sender.submit(TestDevice.message(), RELAY.now().plusSeconds(5), recipient.address));
        RELAY.server.clock.advance(Duration.ofSeconds(5));
        purge.purge();
        assertThat(RELAY.server.rows("SELECT sequence::text FROM mailbox_entry WHERE device_id = '"
                        + recipient.address.device() + "'"))
                .isEmpty();
    }

    @Test
    void a_purge_without_the_database_does_not_end_its_timer_and_the_next_one_purges() throws Exception {
        append(sender.submit(TestDevice.message(), RELAY.now().plusSeconds(5), recipient.address));
        RELAY.server.clock.advance(Duration.ofSeconds(5));
        var database = RELAY.server.rows("SELECT current_database()").get(0);
        RELAY.server.execute("REVOKE CONNECT ON DATABASE " + database + " FROM PUBLIC");
        try {
            assertThatThrownBy(purge::purge).isInstanceOf(RuntimeException.class);
            purge.purgeOnSchedule();
        } finally {
            RELAY.server.execute("GRANT CONNECT ON DATABASE " + database + " TO PUBLIC");
        }
        purge.purgeOnSchedule();
        assertThat(RELAY.server.rows("SELECT sequence::text FROM mailbox_entry WHERE device_id = '"
                        + recipient.address.device() + "'"))
                .isEmpty();
    }

    private List<Mailboxes.Stored> read() {
        return mailboxes.read(recipient.actor(), Place.START, 10).envelopes();
    }

    private Mailboxes.Accepted append(Submit submit) throws Exception {
        return mailboxes.append(sender.actor(), submit).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private void assertRefusedAppend(Reason reason, Submit submit) {
        assertThatThrownBy(() -> append(submit))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo(reason.code()));
    }

    private Submit submit(org.mayfly.protocol.value.MessageId message) {
        return sender.submit(message, inAnHour(), recipient.address);
    }

    private static java.time.Instant inAnHour() {
        return RELAY.now().plus(Duration.ofHours(1));
    }
}
