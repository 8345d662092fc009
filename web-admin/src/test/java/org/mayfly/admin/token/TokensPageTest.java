package org.mayfly.admin.token;

import org.junit.jupiter.api.Test;
import org.mayfly.admin.memory.MemoryTokens;
import org.mayfly.admin.memory.Recorded;
import org.mayfly.admin.memory.Signed;
import org.mayfly.messaging.access.ApiTokens.Listed;
import org.mayfly.messaging.access.ApiTokens.Scope;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class TokensPageTest {

    private final MemoryTokens tokens = new MemoryTokens();
    private final Recorded notes = new Recorded();
    private final TokensPage page = new TokensPage(Signed.in(), tokens, new TokenLives(Signed.CLOCK), notes);

    @Test
    void a_token_is_shown_until_it_is_closed_and_never_again() {
        page.setName("import");
        page.setDays(7);
        page.create();
        assertThat(page.getMade()).isEqualTo(MemoryTokens.TOKEN);
        assertThat(page.getRows()).extracting(Listed::expires).containsExactly(Signed.NOW.plus(Duration.ofDays(7)));
        page.forgetMade();
        assertThat(page.getMade()).isEmpty();
    }

    @Test
    void a_token_may_do_what_was_chosen_and_the_next_one_begins_anew() {
        page.setName("prometheus");
        page.setScope(Scope.METRICS);
        page.create();
        assertThat(page.getRows()).extracting(Listed::scope).containsExactly(Scope.METRICS);
        page.forgetMade();
        assertThat(page.getScope()).isEqualTo(Scope.ADMIN);
    }

    @Test
    void a_token_without_a_name_is_refused() {
        page.setName(" ");
        page.create();
        assertThat(page.getMade()).isEmpty();
        assertThat(notes.said()).singleElement().asString().startsWith("create:name! This name can’t be used");
    }

    @Test
    void no_token_is_revoked_before_its_name_is_typed() {
        page.setName("import");
        page.create();
        page.choose(page.getRows().get(0));
        page.setTypedName("export");
        page.revoke();
        assertThat(page.getRows()).hasSize(1);
        page.setTypedName("import");
        page.revoke();
        assertThat(page.getRows()).isEmpty();
        assertThat(notes.said()).contains("import is revoked.");
    }

    @Test
    void a_token_has_ended_at_the_instant_it_expires() {
        page.setName("import");
        page.setDays(0);
        page.create();
        assertThat(page.expired(page.getRows().get(0))).isTrue();
    }
}
