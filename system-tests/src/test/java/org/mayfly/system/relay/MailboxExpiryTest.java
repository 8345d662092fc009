package org.mayfly.system.relay;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.system.Eventually;
import org.mayfly.system.Installation;
import org.mayfly.system.promise.Verifies;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Mail for somebody who stays away ends in the database, too. */
class MailboxExpiryTest {

    private static final Duration LIFE = Duration.ofSeconds(20);
    private static final Duration PURGED_WITHIN = Duration.ofSeconds(60);
    private static final String ENTRIES = "SELECT count(*) FROM mailbox_entry WHERE device_id = ?";
    private static final String PAYLOADS = "SELECT count(*) FROM payload WHERE sender_device = ?";
    private static final Installation INSTALLATION = Installation.running();

    @TempDir
    private Path homes;

    @Test
    @Verifies(value = "P5.3", parts = "server")
    void mail_whose_life_ended_is_gone_from_the_database_within_a_minute_and_never_delivered(TestReporter reporter)
            throws Exception {
        try (var people = Colleagues.enrol(INSTALLATION, homes, List.of("ada", "ben"))) {
            var ada = people.client("ada");
            ada.connect();
            var lasting = ada.send("ben", "stays", Optional.of(Duration.ofHours(1)), Optional.empty());
            lasting.accepted().get(1, TimeUnit.MINUTES);
            var passing = new ArrayList<Instant>();
            for (var number = 0; number < 3; number++) {
                var sending = ada.send("ben", "passes", Optional.of(LIFE), Optional.empty());
                sending.accepted().get(LIFE.toSeconds(), TimeUnit.SECONDS);
                passing.add(sending.expires());
            }
            assertThat(people.count(ENTRIES, "ben")).as("rows while they live").isEqualTo(4);
            assertThat(people.count(PAYLOADS, "ada")).isEqualTo(4);

            var end = passing.get(passing.size() - 1);
            var patience = Duration.between(Instant.now(), end).plus(PURGED_WITHIN);
            Eventually.await(
                    "only the lasting message is left",
                    patience,
                    () -> people.count(ENTRIES, "ben") == 1 && people.count(PAYLOADS, "ada") == 1);
            var late = Duration.between(end, Instant.now());

            var ben = people.client("ben");
            ben.connect();
            assertThat(ben.awaitSettled(Duration.ofMinutes(1))).isTrue();
            var arrived = new ArrayList<String>();
            ben.show(message -> arrived.add(message.id()), warning -> {
                throw new AssertionError("a warning: " + warning.code());
            });
            assertThat(arrived).containsExactly(lasting.id().toString());
            reporter.publishEntry(
                    "evidence",
                    "rows of 3 messages gone " + Math.max(0, late.toSeconds())
                            + " s after their expiry (60 s allowed); the one that lives on was delivered, they were not");
        }
    }
}
