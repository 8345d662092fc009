package org.mayfly.admin.user;

import org.junit.jupiter.api.Test;
import org.mayfly.admin.memory.MemoryNetworks;
import org.mayfly.admin.memory.MemoryUsers;
import org.mayfly.admin.memory.Recorded;
import org.mayfly.admin.memory.Signed;
import org.mayfly.admin.network.LastNetwork;
import org.mayfly.admin.network.NetworkInView;
import org.mayfly.admin.signin.SignedIn;
import org.mayfly.messaging.user.Users.State;
import org.mayfly.messaging.user.Users.User;
import org.mayfly.protocol.value.NetworkId;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

class PeoplePageTest {

    private final SignedIn signedIn = Signed.in();
    private final MemoryNetworks networks = new MemoryNetworks();
    private final NetworkId network =
            networks.create(signedIn.actor(), "Relief").id();
    private final MemoryUsers users = new MemoryUsers();
    private final Recorded notes = new Recorded();
    private final PeoplePage page =
            new PeoplePage(signedIn, new NetworkInView(signedIn, networks, new LastNetwork()), users, users, notes);

    @Test
    void an_invitation_is_shown_until_it_is_closed_and_never_again() {
        page.setName(" Ana ");
        page.invite();
        assertThat(requireNonNull(page.getInvitation()).link().toString()).contains("#invitation=");
        assertThat(page.getRows()).extracting(User::name).containsExactly("ana");
        page.forgetInvitation();
        assertThat(page.getInvitation()).isNull();
        assertThat(page.getName()).isEmpty();
    }

    @Test
    void somebody_who_has_enrolled_is_not_invited_again() {
        users.put(network, "ana", State.ACTIVE);
        page.setName("Ana");
        page.invite();
        assertThat(page.getInvitation()).isNull();
        assertThat(notes.said()).singleElement().asString().startsWith("invite:name! This name is taken");
    }

    @Test
    void a_pending_person_gets_a_new_link() {
        page.inviteAgain(users.put(network, "ana", State.PENDING));
        assertThat(page.getInvitation()).isNotNull();
    }

    @Test
    void nobody_is_suspended_before_the_name_is_typed() {
        page.choose(users.put(network, "ana", State.ACTIVE));
        page.setTypedName("anna");
        page.suspend();
        assertThat(page.getRows()).extracting(User::state).containsExactly(State.ACTIVE);
        assertThat(notes.said()).singleElement().asString().startsWith("suspend:typedName! That is not the name.");
        page.setTypedName("Ana");
        page.suspend();
        assertThat(page.getRows()).extracting(User::state).containsExactly(State.SUSPENDED);
    }

    @Test
    void an_identity_ends_only_where_the_name_was_typed_and_the_new_invitation_is_shown() {
        page.choose(users.put(network, "ana", State.SUSPENDED));
        page.setTypedName("an");
        page.endIdentity();
        assertThat(page.getRows()).extracting(User::state).containsExactly(State.SUSPENDED);
        assertThat(page.getInvitation()).isNull();
        assertThat(notes.said()).singleElement().asString().startsWith("end:typedName! That is not the name.");
        page.setTypedName(" Ana ");
        page.endIdentity();
        assertThat(page.getRows()).extracting(User::state).containsExactly(State.PENDING);
        assertThat(page.getRows().get(0).identityEnded()).contains(MemoryUsers.ENDED);
        assertThat(requireNonNull(page.getInvitation()).user()).isEqualTo("ana");
    }

    @Test
    void an_identity_that_another_administrator_ended_meanwhile_is_refused_with_what_to_do() {
        page.choose(users.put(network, "ana", State.ACTIVE));
        users.put(network, "ana", State.PENDING);
        page.setTypedName("ana");
        page.endIdentity();
        assertThat(page.getInvitation()).isNull();
        assertThat(notes.said()).singleElement().asString().startsWith("end:typedName! ");
    }

    @Test
    void a_suspended_person_can_be_resumed() {
        page.resume(users.put(network, "ana", State.SUSPENDED));
        assertThat(page.getRows()).extracting(User::state).containsExactly(State.ACTIVE);
        assertThat(notes.said()).containsExactly("ana can write again.");
    }

    @Test
    void the_list_shows_what_search_and_state_let_through() {
        users.put(network, "ana", State.ACTIVE);
        users.put(network, "hanna", State.PENDING);
        users.put(network, "li", State.ACTIVE);
        page.setSearch("AN");
        page.setStateFilter("ACTIVE");
        page.filter();
        assertThat(page.getRows()).extracting(User::name).containsExactly("ana");
        assertThat(page.getCount()).isEqualTo(3);
    }
}
