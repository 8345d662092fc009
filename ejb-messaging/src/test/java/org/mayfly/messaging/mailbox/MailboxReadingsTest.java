package org.mayfly.messaging.mailbox;

import org.junit.jupiter.api.Test;
import org.mayfly.messaging.signal.Part;
import org.mayfly.messaging.signal.Signals;
import org.mayfly.messaging.testing.Relay;
import org.mayfly.messaging.testing.TestDevice;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** What is told of the mailboxes, and what it costs the database. */
class MailboxReadingsTest {

    private final Relay relay = new Relay();
    private final Signals signals = relay.server.get(Signals.class);
    private final MailboxReadings readings = relay.server.get(MailboxReadings.class);

    private Mailboxes mailboxes(Committer committer) {
        return new QueuedMailboxes(
                committer,
                relay.server.get(MailboxCommits.class),
                relay.server.get(SubmissionRates.class),
                relay.server.clock);
    }

    private String scraped() {
        return new String(signals.text(), StandardCharsets.UTF_8);
    }

    @Test
    void a_new_installation_has_room_for_the_longest_life_before_anything_is_sent() {
        assertThat(signals.parts()).containsEntry(Part.MAILBOX_DAYS, false);
        readings.watch();
        assertThat(scraped()).contains("mayfly_mailbox_days_ahead 32.0");
        assertThat(signals.parts()).containsEntry(Part.MAILBOX_DAYS, true);
    }

    @Test
    void a_day_without_room_is_noticed_before_it_is_needed() {
        readings.watch();
        relay.server.clock.advance(Duration.ofDays(3));
        readings.readOnSchedule();
        assertThat(scraped()).contains("mayfly_mailbox_days_ahead 29.0");
        assertThat(signals.parts()).containsEntry(Part.MAILBOX_DAYS, false);
    }

    @Test
    void the_oldest_mail_is_told_until_it_is_acknowledged() throws Exception {
        readings.watch();
        assertThat(scraped()).contains("mayfly_oldest_mail_seconds 0.0");
        var committer = relay.server.get(Committer.class);
        committer.start();
        var mailboxes = mailboxes(committer);
        var sender = relay.enrolled("ada");
        var recipient = relay.enrolled("bob");
        for (int i = 0; i < 2; i++) {
            var submit = sender.submit(TestDevice.message(), relay.now().plus(Duration.ofDays(1)), recipient.address);
            mailboxes.append(sender.actor(), submit).toCompletableFuture().get(30, TimeUnit.SECONDS);
            relay.server.clock.advance(Duration.ofMinutes(1));
        }
        readings.readOnSchedule();
        assertThat(scraped()).contains("mayfly_oldest_mail_seconds 120.0");
        var waiting = mailboxes.read(recipient.actor(), Mailboxes.Place.START, 1);
        mailboxes
                .acknowledge(
                        recipient.actor(), List.of(waiting.envelopes().get(0).place()))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        readings.readOnSchedule();
        assertThat(scraped()).contains("mayfly_oldest_mail_seconds 60.0");
    }

    @Test
    void what_has_expired_and_is_not_purged_is_told_by_its_age() throws Exception {
        readings.watch();
        var committer = relay.server.get(Committer.class);
        committer.start();
        var mailboxes = mailboxes(committer);
        var sender = relay.enrolled("eve");
        var recipient = relay.enrolled("fay");
        var submit = sender.submit(TestDevice.message(), relay.now().plusSeconds(60), recipient.address);
        mailboxes.append(sender.actor(), submit).toCompletableFuture().get(30, TimeUnit.SECONDS);
        readings.readOnSchedule();
        assertThat(scraped()).contains("mayfly_purge_lag_seconds 0.0");
        relay.server.clock.advance(Duration.ofSeconds(100));
        assertThat(scraped()).contains("mayfly_purge_lag_seconds 40.0");
        relay.server.get(MailboxPurge.class).purge();
        readings.readOnSchedule();
        assertThat(scraped()).contains("mayfly_purge_lag_seconds 0.0");
    }

    @Test
    void a_commit_is_measured_and_what_it_did_is_counted() throws Exception {
        var committer = relay.server.get(Committer.class);
        assertThat(signals.parts()).containsEntry(Part.COMMITTER, false);
        committer.start();
        assertThat(signals.parts()).containsEntry(Part.COMMITTER, true);
        var mailboxes = mailboxes(committer);
        var sender = relay.enrolled("gus");
        var recipient = relay.enrolled("hal");
        var submit = sender.submit(TestDevice.message(), relay.now().plusSeconds(60), recipient.address);
        mailboxes.append(sender.actor(), submit).toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertThat(scraped())
                .contains("mayfly_receipts_total 1.0", "mayfly_entries_stored_total 1.0")
                .contains("mayfly_commit_seconds_count 1", "mayfly_commit_entries_sum 1.0")
                .contains("mayfly_commit_failures_total 0.0", "mayfly_commit_queue 0.0")
                .contains("mayfly_commit_queue_limit 4096.0");
        relay.server.execute("ALTER TABLE payload RENAME TO elsewhere");
        var failing = mailboxes.append(
                sender.actor(), sender.submit(TestDevice.message(), relay.now().plusSeconds(60), recipient.address));
        assertThat(failing.toCompletableFuture()).failsWithin(Duration.ofSeconds(30));
        assertThat(scraped()).contains("mayfly_commit_failures_total 1.0", "mayfly_receipts_total 1.0");
        committer.stop();
        assertThat(signals.parts()).as("a dead committer is seen").containsEntry(Part.COMMITTER, false);
    }

    @Test
    void a_figure_that_could_not_be_read_grows_old_and_says_so() {
        readings.watch();
        relay.server.execute("DROP FUNCTION mailbox_prepare_days CASCADE");
        relay.server.execute("ALTER TABLE payload RENAME TO elsewhere");
        relay.server.clock.advance(Duration.ofSeconds(90));
        readings.readOnSchedule();
        assertThat(scraped()).contains("mayfly_readings_age_seconds 90.0", "mayfly_mailbox_days_ahead 32.0");
    }

    @Test
    void the_oldest_mail_is_found_by_the_index_alone() {
        readings.watch();
        var database = relay.server.rows("SELECT current_database()").get(0);
        // As the container's pool has it.
        relay.server.execute("ALTER DATABASE " + database + " SET enable_seqscan = off");
        assertThat(relay.server.rows(
                        "EXPLAIN (COSTS OFF) SELECT accepted_at FROM payload ORDER BY accepted_at LIMIT 1"))
                .noneMatch(line -> line.contains("->  Sort") || line.contains("Seq Scan"))
                .anyMatch(line -> line.contains("Index Only Scan") || line.contains("Index Scan"));
    }
}
