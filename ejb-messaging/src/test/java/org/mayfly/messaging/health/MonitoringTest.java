package org.mayfly.messaging.health;

import org.junit.jupiter.api.Test;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.ApiTokens;
import org.mayfly.messaging.access.ApiTokens.Scope;
import org.mayfly.messaging.crypto.Hashes;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.signal.Level;
import org.mayfly.messaging.signal.Part;
import org.mayfly.messaging.signal.Signals;
import org.mayfly.messaging.testing.Relay;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.messaging.testing.Refusals.assertRefused;

/** Who reads metrics and health, with and without the database. */
class MonitoringTest {

    private final Relay relay = new Relay();
    private final Monitoring monitoring = relay.server.get(Monitoring.class);
    private final Health health = relay.server.get(Health.class);
    private final DatabasePulse pulse = relay.server.get(DatabasePulse.class);
    private final Vitals vitals = relay.server.get(Vitals.class);
    private final ApiTokens tokens = relay.server.get(ApiTokens.class);

    MonitoringTest() {
        vitals.watch();
    }

    private void connections(String change, String direction) {
        var name = relay.server.rows("SELECT current_database()").get(0);
        relay.server.execute(change + " ON DATABASE " + name + " " + direction + " PUBLIC");
    }

    private String token(Scope scope) {
        return tokens.create(Relay.OPERATOR, "tool", scope, relay.now().plus(Duration.ofDays(2)));
    }

    @Test
    void a_token_of_either_scope_reads_and_nobody_else_does() {
        for (var scope : Scope.values()) {
            var actor = monitoring.authenticate(token(scope));
            assertThat(new String(monitoring.metrics(actor), StandardCharsets.UTF_8))
                    .contains("mayfly_connections_opened_total");
            assertThat(monitoring.health(actor).parts()).containsEntry(Part.DATABASE, true);
        }
        var device = relay.enrolled("ada").actor();
        for (var other : new Actor[] {new Actor.Anonymous(), device}) {
            assertRefused(Reason.FORBIDDEN, () -> monitoring.metrics(other));
            assertRefused(Reason.FORBIDDEN, () -> monitoring.health(other));
        }
        assertRefused(Reason.UNAUTHENTICATED, () -> monitoring.authenticate("mfa_" + "A".repeat(43)));
    }

    @Test
    void a_scraper_goes_on_reading_while_the_database_is_away_and_sees_it_down() {
        var known = token(Scope.METRICS);
        var unknown = token(Scope.METRICS);
        var administrator = token(Scope.ADMIN);
        monitoring.authenticate(known);
        monitoring.authenticate(administrator);
        connections("REVOKE CONNECT", "FROM");
        assertThat(health.isReady()).isFalse();
        var scraper = monitoring.authenticate(known);
        assertThat(scraper).isInstanceOf(Actor.Scraper.class);
        assertThat(new String(monitoring.metrics(scraper), StandardCharsets.UTF_8))
                .contains("mayfly_part_up{part=\"database\"} 0.0");
        assertRefused(Reason.BUSY, () -> monitoring.authenticate(unknown));
        assertRefused(Reason.BUSY, () -> monitoring.authenticate(administrator));
        connections("GRANT CONNECT", "TO");
        assertThat(pulse.answersNow()).isTrue();
        assertThat(monitoring.authenticate(unknown)).isInstanceOf(Actor.Scraper.class);
    }

    @Test
    void a_revoked_token_is_forgotten_and_works_no_more_without_the_database_either() {
        var token = token(Scope.METRICS);
        monitoring.authenticate(token);
        tokens.list(Relay.OPERATOR).forEach(listed -> tokens.revoke(Relay.OPERATOR, listed.id()));
        assertRefused(Reason.UNAUTHENTICATED, () -> monitoring.authenticate(token));
        connections("REVOKE CONNECT", "FROM");
        health.isReady();
        assertRefused(Reason.BUSY, () -> monitoring.authenticate(token));
    }

    @Test
    void no_more_than_sixteen_scrapers_are_remembered() {
        var known = relay.server.get(KnownScrapers.class);
        var hashes = IntStream.range(0, 17)
                .mapToObj(i -> Hashes.sha256("token " + i))
                .toList();
        hashes.forEach(hash -> known.remember(hash, new Actor.Scraper(new UUID(0, 1))));
        assertThat(hashes.stream().filter(hash -> known.find(hash).isPresent())).hasSize(16);
    }

    @Test
    void ready_needs_every_part_that_is_needed_and_live_those_that_only_a_restart_brings_back() {
        var signals = relay.server.get(Signals.class);
        for (var part : Part.values()) {
            if (part != Part.DATABASE) {
                signals.watch(part, () -> true);
            }
        }
        assertThat(health.isReady()).isTrue();
        for (var part : Part.values()) {
            if (part != Part.DATABASE) {
                signals.watch(part, () -> false);
                assertThat(health.isReady()).as("%s", part).isEqualTo(!part.isNeeded());
                assertThat(health.isLive()).as("%s", part).isEqualTo(!part.isVital());
                signals.watch(part, () -> true);
            }
        }
        connections("REVOKE CONNECT", "FROM");
        assertThat(health.isReady()).isFalse();
        assertThat(health.isLive()).as("the database comes back by itself").isTrue();
    }

    @Test
    void disk_and_heap_are_told() {
        var signals = relay.server.get(Signals.class);
        var scraped = new String(signals.text(), StandardCharsets.UTF_8);
        for (var level : new Level[] {Level.DATA_FREE_BYTES, Level.HEAP_BYTES, Level.HEAP_LIMIT_BYTES}) {
            assertThat(scraped).contains("\n" + level.metric() + " ");
        }
    }
}
