package org.mayfly.admin.policy;

import org.junit.jupiter.api.Test;
import org.mayfly.admin.memory.MemoryNetworks;
import org.mayfly.admin.memory.MemoryPolicies;
import org.mayfly.admin.memory.Recorded;
import org.mayfly.admin.memory.Signed;
import org.mayfly.admin.network.LastNetwork;
import org.mayfly.admin.network.NetworkInView;
import org.mayfly.admin.policy.Length.Unit;
import org.mayfly.admin.signin.SignedIn;
import org.mayfly.admin.words.Words;
import org.mayfly.messaging.policy.EphemeralityPolicy;
import org.mayfly.protocol.value.NetworkId;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class EphemeralityPageTest {

    private final SignedIn signedIn = Signed.in();
    private final MemoryNetworks networks = new MemoryNetworks();
    private final NetworkId network =
            networks.create(signedIn.actor(), "Relief").id();
    private final MemoryPolicies policies = new MemoryPolicies();
    private final Recorded notes = new Recorded();
    private final EphemeralityPage page = new EphemeralityPage(
            signedIn,
            new NetworkInView(signedIn, networks, new LastNetwork()),
            policies,
            new PolicyWords(new Words()),
            notes);

    @Test
    void an_untouched_page_has_nothing_to_save() {
        assertThat(page.isSaveable()).isFalse();
        assertThat(page.getComposer()).isEqualTo("Disappears 7 days after sending.");
    }

    @Test
    void the_sentence_follows_what_is_typed_and_saving_sets_the_policy() {
        usual("1", Unit.HOURS);
        page.look();
        assertThat(page.getComposer()).isEqualTo("Disappears 1 hour after sending.");
        assertThat(page.getDifferences()).hasSize(1);
        assertThat(page.isSaveable()).isTrue();
        assertThat(inForce().expirationDefault()).isEqualTo(Duration.ofDays(7));

        page.save();
        assertThat(inForce().expirationDefault()).isEqualTo(Duration.ofHours(1));
        assertThat(page.getDifferences()).isEmpty();
    }

    @Test
    void what_does_not_fit_together_is_not_saved_and_the_last_sentence_stays() {
        usual("31", Unit.DAYS);
        page.look();
        assertThat(page.isWrong("usual")).isTrue();
        assertThat(page.isSaveable()).isFalse();
        assertThat(page.getComposer()).isEqualTo("Disappears 7 days after sending.");
        page.save();
        assertThat(notes.said()).singleElement().asString().startsWith("policy:usual!");
        assertThat(inForce().version()).isEqualTo(1);
    }

    @Test
    void a_change_by_somebody_else_is_shown_before_it_is_overwritten() {
        usual("1", Unit.HOURS);
        page.look();
        policies.set(signedIn.actor(), network, EphemeralityPolicy.INITIAL);
        page.save();
        assertThat(notes.said()).singleElement().asString().contains("Somebody else has changed this policy");
        assertThat(inForce().expirationDefault()).isEqualTo(Duration.ofDays(7));
        assertThat(page.getForm().getUsual().getAmount()).isEqualTo("1");
        page.save();
        assertThat(inForce().expirationDefault()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void undoing_goes_back_to_what_is_in_force() {
        usual("1", Unit.HOURS);
        page.look();
        page.reset();
        assertThat(page.getForm().getUsual().getAmount()).isEqualTo("7");
        assertThat(page.getDifferences()).isEmpty();
    }

    private EphemeralityPolicy inForce() {
        return policies.of(signedIn.actor(), network);
    }

    private void usual(String amount, Unit unit) {
        page.getForm().getUsual().setAmount(amount);
        page.getForm().getUsual().setUnit(unit);
    }
}
