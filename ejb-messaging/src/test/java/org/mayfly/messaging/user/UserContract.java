package org.mayfly.messaging.user;

import org.junit.jupiter.api.Test;
import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.time.Instant;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** What any store of users does. */
abstract class UserContract {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    private final Bytes code = TestDevice.random(32);

    /** The store; each call of it is a transaction. */
    abstract UserStore store();

    abstract NetworkId network();

    @Test
    void a_name_is_used_once_in_a_network_and_again_in_another() {
        var network = network();
        assertThat(store().add(network, user(), "ada", NOW)).isTrue();
        assertThat(store().add(network, user(), "ada", NOW)).isFalse();
        assertThat(store().add(network(), user(), "ada", NOW)).isTrue();
    }

    @Test
    void a_new_user_is_pending_and_an_enrolled_one_active() {
        var network = network();
        var user = add(network, "ada");
        assertThat(store().list(network, 10)).extracting(StoredUser::state).containsExactly(Users.State.PENDING);
        assertThat(store().active(network, 10)).isEmpty();
        assertThat(store().enrol(user, TestDevice.random(133))).isTrue();
        assertThat(store().list(network, 10)).extracting(StoredUser::state).containsExactly(Users.State.ACTIVE);
        assertThat(store().activeByName(network, "ada")).map(StoredUser::id).contains(user);
    }

    @Test
    void a_user_enrols_once() {
        var user = add(network(), "ada");
        store().enrol(user, TestDevice.random(133));
        assertThat(store().enrol(user, TestDevice.random(133))).isFalse();
    }

    @Test
    void a_suspended_user_is_not_active_until_resumed_and_can_not_enrol() {
        var network = network();
        var user = add(network, "ada");
        store().suspend(user, NOW);
        assertThat(store().enrol(user, TestDevice.random(133))).isFalse();
        store().resume(user);
        store().enrol(user, TestDevice.random(133));
        store().suspend(user, NOW);
        assertThat(store().findForChange(network, user)).map(StoredUser::state).contains(Users.State.SUSPENDED);
        assertThat(store().active(network, 10)).isEmpty();
        assertThat(store().activeByName(network, "ada")).isEmpty();
    }

    @Test
    void an_ended_identity_leaves_a_user_who_is_pending_not_suspended_and_can_enrol_again() {
        var network = network();
        var user = add(network, "ada");
        store().enrol(user, TestDevice.random(133));
        store().suspend(user, NOW);
        store().endIdentity(user, LATER);
        var ended = store().findForChange(network, user).orElseThrow();
        assertThat(ended.state()).isEqualTo(Users.State.PENDING);
        assertThat(ended.identityEnded()).contains(LATER);
        assertThat(ended.invitationExpires()).isEmpty();
        store().invite(user, code, NOW, LATER);
        assertThat(store().takeInvitation(code, NOW)).isPresent();
        assertThat(store().enrol(user, TestDevice.random(133))).isTrue();
        assertThat(store().findForChange(network, user))
                .map(StoredUser::identityEnded)
                .contains(Optional.of(LATER));
        store().delete(user, LATER);
        assertThat(store().findForChange(network, user))
                .map(StoredUser::identityEnded)
                .contains(Optional.empty());
    }

    @Test
    void a_code_finds_its_user_until_it_expires() {
        var user = add(network(), "ada");
        store().invite(user, code, NOW, LATER);
        assertThat(store().invitedBy(code, LATER.minusMillis(1)))
                .map(StoredUser::id)
                .contains(user);
        assertThat(store().invitedBy(code, LATER)).isEmpty();
        assertThat(store().invitedBy(TestDevice.random(32), NOW)).isEmpty();
    }

    @Test
    void a_code_is_taken_once() {
        var user = add(network(), "ada");
        store().invite(user, code, NOW, LATER);
        assertThat(store().takeInvitation(code, NOW)).map(StoredUser::id).contains(user);
        assertThat(store().takeInvitation(code, NOW)).isEmpty();
        assertThat(store().invitedBy(code, NOW)).isEmpty();
    }

    @Test
    void a_newer_invitation_ends_the_older_one() {
        var user = add(network(), "ada");
        var newer = TestDevice.random(32);
        store().invite(user, code, NOW, LATER);
        store().invite(user, newer, NOW, LATER);
        assertThat(store().invitedBy(code, NOW)).isEmpty();
        assertThat(store().invitedBy(newer, NOW)).isPresent();
    }

    @Test
    void a_suspended_users_code_does_not_work() {
        var user = add(network(), "ada");
        store().invite(user, code, NOW, LATER);
        store().suspend(user, NOW);
        assertThat(store().takeInvitation(code, NOW)).isEmpty();
    }

    @Test
    void users_are_listed_by_name_and_of_their_network_only() {
        var network = network();
        add(network, "grace");
        add(network, "ada");
        add(network(), "edsger");
        assertThat(store().list(network, 10)).extracting(StoredUser::name).containsExactly("ada", "grace");
        assertThat(store().list(network, 1)).extracting(StoredUser::name).containsExactly("ada");
    }

    @Test
    void evaluations_of_a_code_are_counted_up_to_a_number_and_anew_for_a_renewed_one() {
        var network = network();
        var user = add(network, "ada");
        store().invite(user, code, NOW, LATER);
        assertThat(store().countEvaluation(code, 2)).isTrue();
        assertThat(store().countEvaluation(code, 2)).isTrue();
        assertThat(store().countEvaluation(code, 2)).isFalse();
        assertThat(store().countEvaluation(TestDevice.random(32), 2)).isFalse();
        var renewed = TestDevice.random(32);
        store().invite(user, renewed, NOW, LATER);
        assertThat(store().countEvaluation(renewed, 1)).isTrue();
        assertThat(store().countEvaluation(code, 9)).isFalse();
    }

    @Test
    void a_user_of_another_network_is_not_found() {
        var user = add(network(), "ada");
        assertThat(store().findForChange(network(), user)).isEmpty();
    }

    private UserId add(NetworkId network, String name) {
        var user = user();
        store().add(network, user, name, NOW);
        return user;
    }

    private static UserId user() {
        return new UserId(TestDevice.random(16));
    }
}
