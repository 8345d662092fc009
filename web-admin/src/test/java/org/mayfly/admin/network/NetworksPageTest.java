package org.mayfly.admin.network;

import org.junit.jupiter.api.Test;
import org.mayfly.admin.memory.MemoryNetworks;
import org.mayfly.admin.memory.Recorded;
import org.mayfly.admin.memory.Signed;
import org.mayfly.admin.signin.SignedIn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NetworksPageTest {

    private final SignedIn signedIn = Signed.in();
    private final MemoryNetworks networks = new MemoryNetworks();
    private final LastNetwork last = new LastNetwork();
    private final NetworkInView inView = new NetworkInView(signedIn, networks, last);
    private final Recorded notes = new Recorded();
    private final NetworksPage page = new NetworksPage(signedIn, networks, inView, notes);

    @Test
    void a_network_that_is_made_is_listed_and_can_be_chosen_at_once() {
        assertThat(inView.isPresent()).isFalse();
        page.setName("  Relief ");
        page.create();
        assertThat(page.getRows()).extracting(network -> network.name()).containsExactly("Relief");
        assertThat(inView.getName()).isEqualTo("Relief");
        assertThat(page.getName()).isEmpty();
    }

    @Test
    void a_network_that_is_made_is_the_one_to_go_on_with_whatever_was_in_view() {
        var first = networks.create(signedIn.actor(), "Aid");
        inView.setParameter(first.id().toString());
        assertThat(inView.getName()).isEqualTo("Aid");
        page.setName("Relief");
        page.create();
        assertThat(inView.getName()).isEqualTo("Relief");
        assertThat(new NetworkInView(signedIn, networks, last).getName()).isEqualTo("Relief");
    }

    @Test
    void a_taken_name_is_refused_and_stays_typed() {
        networks.create(signedIn.actor(), "Relief");
        page.setName("Relief");
        page.create();
        assertThat(notes.said()).containsExactly("create:name! This name is taken. Choose another one.");
        assertThat(page.getName()).isEqualTo("Relief");
    }

    @Test
    void a_network_is_renamed() {
        page.choose(networks.create(signedIn.actor(), "Relief"));
        page.setNewName("Aid");
        page.rename();
        assertThat(page.getRows()).extracting(network -> network.name()).containsExactly("Aid");
        assertThat(notes.said()).containsExactly("Relief is now called Aid.");
    }

    @Test
    void the_page_is_about_the_network_in_its_address_and_the_next_page_stays_with_it() {
        networks.create(signedIn.actor(), "Aid");
        var second = networks.create(signedIn.actor(), "Relief");
        inView.setParameter(second.id().toString());
        assertThat(inView.id()).isEqualTo(second.id());
        assertThat(new NetworkInView(signedIn, networks, last).id()).isEqualTo(second.id());
    }

    @Test
    void an_unknown_network_in_the_address_gives_the_first_one() {
        var first = networks.create(signedIn.actor(), "Aid");
        inView.setParameter("nonsense");
        assertThat(inView.id()).isEqualTo(first.id());
    }

    @Test
    void without_any_network_there_is_nothing_to_act_on() {
        assertThatThrownBy(inView::id).isInstanceOf(IllegalStateException.class);
    }
}
