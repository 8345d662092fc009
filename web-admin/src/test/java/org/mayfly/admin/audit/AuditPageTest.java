package org.mayfly.admin.audit;

import org.junit.jupiter.api.Test;
import org.mayfly.admin.memory.MemoryAdministrators;
import org.mayfly.admin.memory.MemoryAuditTrail;
import org.mayfly.admin.memory.MemoryNetworks;
import org.mayfly.admin.memory.Signed;
import org.mayfly.admin.signin.Credentials;
import org.mayfly.admin.signin.SignedIn;
import org.mayfly.admin.words.Words;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.audit.AuditTrail.Event;

import static org.assertj.core.api.Assertions.assertThat;

class AuditPageTest {

    private final SignedIn signedIn = Signed.in();
    private final MemoryAuditTrail trail = new MemoryAuditTrail();
    private final MemoryAdministrators administrators = new MemoryAdministrators();
    private final MemoryNetworks networks = new MemoryNetworks();
    private final AuditWords words = new AuditWords(new Words());
    private final AuditPage page = new AuditPage(signedIn, trail, administrators, networks, words);

    @Test
    void the_newest_comes_first_and_the_rest_in_parts() {
        for (int i = 0; i < AuditPage.PART + 50; i++) {
            record("network.create", "{}", "{}");
        }
        assertThat(page.getRows())
                .hasSize(AuditPage.PART)
                .first()
                .extracting(Event::sequence)
                .isEqualTo(250L);
        assertThat(page.isOlderThere()).isTrue();
        page.older();
        assertThat(page.getRows())
                .hasSize(50)
                .last()
                .extracting(Event::sequence)
                .isEqualTo(1L);
        assertThat(page.isOlderThere()).isFalse();
        page.newest();
        assertThat(page.isNewest()).isTrue();
    }

    @Test
    void a_change_is_said_in_words() {
        record(
                "policy.set",
                "{\"version\":1,\"expirationDefault\":604800,\"userMayChoose\":true,\"burnDefault\":0}",
                "{\"version\":1,\"expirationDefault\":3600,\"userMayChoose\":false,\"burnDefault\":30}");
        var event = page.getRows().get(0);
        assertThat(words.action(event)).isEqualTo("Policy changed");
        assertThat(words.actor(event)).isEqualTo("Administrator");
        assertThat(words.actorId(event)).isEqualTo(signedIn.actor().id().toString());
        assertThat(page.changes(event))
                .containsExactly(
                        "Usual burn: off → 30 seconds", "Usual life: 7 days → 1 hour", "People may choose: Yes → No");
    }

    @Test
    void a_moment_and_a_state_are_said_as_people_read_them() {
        record("user.invite", "{\"state\":\"pending\"}", "{\"state\":\"active\",\"invitationExpires\":1763803800000}");
        assertThat(page.changes(page.getRows().get(0)))
                .containsExactly("Invitation good until: 22 Nov 2025, 09:30 UTC", "State: Invited → Active");
    }

    @Test
    void an_administrator_is_named_and_other_actors_are_said_in_words() {
        var robin = administrators.completeSetup(
                new Actor.Anonymous(),
                MemoryAdministrators.SETUP_CODE,
                "Robin",
                Credentials.secret("correct horse battery staple"),
                MemoryAdministrators.TOTP);
        trail.record(robin, "network.create", "subject", "{}", "{}");
        trail.record(new Actor.Anonymous(), "token.create", "subject", "{}", "{}");
        assertThat(page.getRows()).extracting(page::who).containsExactly("Operator", "Robin");
    }

    @Test
    void what_was_changed_is_named_and_so_is_the_network_it_belongs_to() {
        var harbour = networks.create(signedIn.actor(), "Harbour").id().toString();
        trail.record(signedIn.actor(), "policy.set", harbour, "{}", "{}");
        trail.record(
                signedIn.actor(), "user.invite", "an-id", "{}", "{\"name\":\"dora\",\"network\":\"" + harbour + "\"}");
        trail.record(signedIn.actor(), "user.invite", "an-id", "{}", "{\"network\":\"gone\"}");
        assertThat(page.getRows()).extracting(page::subject).containsExactly("", "dora", "Harbour");
        assertThat(page.changes(page.getRows().get(0))).containsExactly("Network: gone");
        assertThat(page.changes(page.getRows().get(1))).containsExactly("Name: dora", "Network: Harbour");
    }

    @Test
    void what_has_no_words_is_shown_as_it_was_recorded() {
        record("thing.done", "{}", "{\"thing\":\"a'b{0}\",\"n\":5}");
        var event = page.getRows().get(0);
        assertThat(words.action(event)).isEqualTo("thing.done");
        assertThat(page.changes(event)).containsExactly("n: 5", "thing: a'b{0}");
    }

    private void record(String action, String before, String after) {
        trail.record(signedIn.actor(), action, "subject", before, after);
    }
}
