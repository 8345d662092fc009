package org.mayfly.messaging.apitoken;

import org.junit.jupiter.api.Test;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.ApiTokens;
import org.mayfly.messaging.access.ApiTokens.Listed;
import org.mayfly.messaging.access.ApiTokens.Scope;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.testing.Relay;

import java.time.Duration;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.messaging.testing.Refusals.assertRefused;

/** Tokens of operators' tools. */
class ApiTokensTest {

    private final Relay relay = new Relay();
    private final ApiTokens tokens = relay.server.get(ApiTokens.class);
    private final String token =
            tokens.create(Relay.OPERATOR, "backup", Scope.ADMIN, relay.now().plus(Duration.ofDays(1)));

    @Test
    void a_token_has_the_published_form_and_works_until_it_expires() {
        assertThat(token).matches("mfa_[A-Za-z0-9_-]{43}");
        assertThat(tokens.authenticate(token)).isInstanceOf(Actor.ApiToken.class);
        relay.server.clock.advance(Duration.ofDays(1));
        assertRefused(Reason.UNAUTHENTICATED, () -> tokens.authenticate(token));
        assertThat(tokens.list(Relay.OPERATOR)).isEmpty();
    }

    @Test
    void a_token_of_scope_metrics_is_a_scraper_that_may_not_administer() {
        var other = tokens.create(
                Relay.OPERATOR, "prometheus", Scope.METRICS, relay.now().plus(Duration.ofDays(1)));
        var scraper = tokens.authenticate(other);
        assertThat(scraper).isInstanceOf(Actor.Scraper.class);
        assertRefused(Reason.FORBIDDEN, () -> relay.networks.list(scraper));
        assertRefused(
                Reason.FORBIDDEN,
                () -> tokens.create(scraper, "more", Scope.ADMIN, relay.now().plus(Duration.ofDays(1))));
        assertThat(tokens.list(Relay.OPERATOR)).extracting(Listed::scope).contains(Scope.ADMIN, Scope.METRICS);
        assertThat(
                        relay.server.rows(
                                "SELECT after::jsonb ->> 'scope' FROM audit_event WHERE action = 'token.create' ORDER BY sequence"))
                .containsExactly("admin", "metrics");
    }

    @Test
    void only_the_hash_is_stored() {
        assertThat(relay.server.rows("SELECT api_token::text FROM api_token"))
                .hasSize(1)
                .noneMatch(row -> row.contains(token));
    }

    @Test
    void a_revoked_token_works_no_more_and_revoking_again_changes_nothing() {
        var id = tokens.list(Relay.OPERATOR).get(0).id();
        tokens.revoke(Relay.OPERATOR, id);
        tokens.revoke(Relay.OPERATOR, id);
        tokens.revoke(Relay.OPERATOR, new UUID(1, 1));
        assertRefused(Reason.UNAUTHENTICATED, () -> tokens.authenticate(token));
        assertThat(relay.server.rows("SELECT action FROM audit_event WHERE action LIKE 'token.%' ORDER BY sequence"))
                .containsExactly("token.create", "token.revoke");
    }

    @Test
    void what_is_no_token_is_refused() {
        for (var wrong : new String[] {"", "mfa_", token + "x", token.substring(0, 46) + "-", "x".repeat(10_000)}) {
            if (!wrong.equals(token)) {
                assertRefused(Reason.UNAUTHENTICATED, () -> tokens.authenticate(wrong));
            }
        }
    }

    @Test
    void a_name_that_is_no_name_is_refused() {
        assertRefused(
                Reason.NAME_UNUSABLE,
                () -> tokens.create(
                        Relay.OPERATOR, " ", Scope.ADMIN, relay.now().plusSeconds(1)));
    }
}
