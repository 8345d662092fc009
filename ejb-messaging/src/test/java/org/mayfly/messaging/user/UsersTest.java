package org.mayfly.messaging.user;

import org.junit.jupiter.api.Test;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.config.Setting;
import org.mayfly.messaging.policy.EphemeralityPolicy;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.testing.Relay;
import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.messaging.testing.Refusals.assertRefused;

/** Invitations, states and the directory. */
class UsersTest {

    private static final Actor.Anonymous NOBODY = new Actor.Anonymous();

    private final Relay relay = new Relay();
    private final Users users = relay.users;

    @Test
    void an_invitation_says_what_it_is_for_and_is_not_used_up_by_looking() {
        var invitation = users.invite(Relay.OPERATOR, relay.network, "Ada");
        for (int i = 0; i < 2; i++) {
            var opened = users.open(NOBODY, invitation.code());
            assertThat(opened.networkName()).isEqualTo("Acme");
            assertThat(opened.userName()).isEqualTo("ada");
            assertThat(opened.policy()).isEqualTo(EphemeralityPolicy.INITIAL);
            assertThat(opened.expires()).isEqualTo(relay.now().plus(Duration.ofDays(7)));
        }
    }

    @Test
    void the_code_stands_in_the_links_fragment_and_only_its_hash_in_the_database() {
        var invitation = users.invite(Relay.OPERATOR, relay.network, "ada");
        assertThat(invitation.link().getFragment()).isEqualTo("invitation=" + invitation.code());
        assertThat(invitation.link().toString()).startsWith("https://localhost:8443/#");
        assertThat(relay.server.rows("SELECT invitation::text FROM invitation"))
                .hasSize(1)
                .noneMatch(row -> row.contains(invitation.code()));
    }

    @Test
    void a_code_may_be_typed_in_lower_case_without_dashes() {
        var code = users.invite(Relay.OPERATOR, relay.network, "ada").code();
        assertThat(users.open(NOBODY, code.toLowerCase(Locale.ROOT).replace("-", ""))
                        .userName())
                .isEqualTo("ada");
    }

    @Test
    void an_invitation_lives_as_long_as_is_set() {
        var brief = new Relay(Limits.STANDARD.with(Setting.INVITATION_LIFE, 1));
        var code = brief.users.invite(Relay.OPERATOR, brief.network, "ada").code();
        brief.server.clock.advance(Duration.ofHours(1));
        assertRefused(Reason.INVITATION_UNUSABLE, () -> brief.users.open(NOBODY, code));
    }

    @Test
    void a_pending_user_can_be_invited_again_and_the_older_code_ends() {
        var first = users.invite(Relay.OPERATOR, relay.network, "ada");
        var second = users.invite(Relay.OPERATOR, relay.network, "ADA");
        assertRefused(Reason.INVITATION_UNUSABLE, () -> users.open(NOBODY, first.code()));
        assertThat(users.open(NOBODY, second.code()).userName()).isEqualTo("ada");
        assertThat(users.list(Relay.OPERATOR, relay.network)).hasSize(1);
    }

    @Test
    void an_enrolled_user_can_not_be_invited_again() {
        relay.enrolled("ada");
        assertRefused(Reason.NAME_TAKEN, () -> users.invite(Relay.OPERATOR, relay.network, "Ada"));
    }

    @Test
    void a_name_that_is_no_name_is_refused() {
        for (var name : new String[] {"", "  ", "a\nb", "x".repeat(65), "\u202eada"}) {
            assertRefused(Reason.NAME_UNUSABLE, () -> users.invite(Relay.OPERATOR, relay.network, name));
        }
    }

    @Test
    void a_network_that_is_not_there_is_refused() {
        var nowhere = new NetworkId(TestDevice.random(16));
        assertRefused(Reason.UNKNOWN_NETWORK, () -> users.invite(Relay.OPERATOR, nowhere, "ada"));
        assertRefused(Reason.UNKNOWN_NETWORK, () -> users.list(Relay.OPERATOR, nowhere));
    }

    @Test
    void a_user_who_is_not_there_is_refused() {
        var stranger = new UserId(TestDevice.random(16));
        assertRefused(Reason.UNKNOWN_USER, () -> users.suspend(Relay.OPERATOR, relay.network, stranger));
        assertRefused(Reason.UNKNOWN_USER, () -> users.resume(Relay.OPERATOR, relay.network, stranger));
    }

    @Test
    void suspending_is_told_after_the_commit_once_and_resuming_restores_the_state() {
        var user = relay.enrolled("ada").address.user();
        var suspended = users.suspend(Relay.OPERATOR, relay.network, user);
        users.suspend(Relay.OPERATOR, relay.network, user);
        assertThat(suspended.state()).isEqualTo(Users.State.SUSPENDED);
        assertThat(relay.server.events).containsOnlyOnce(new Users.UserSuspended(relay.network, user));
        assertThat(users.resume(Relay.OPERATOR, relay.network, user).state()).isEqualTo(Users.State.ACTIVE);
        assertThat(relay.server.rows("SELECT action FROM audit_event WHERE action LIKE 'user.%' ORDER BY sequence"))
                .containsExactly("user.invite", "user.suspend", "user.resume");
    }

    @Test
    void the_directory_shows_active_users_of_the_own_network_by_name() {
        var ada = relay.enrolled("ada");
        relay.enrolled("grace");
        relay.invite("pending");
        var suspended = relay.enrolled("gone");
        users.suspend(Relay.OPERATOR, relay.network, suspended.address.user());
        assertThat(users.directory(ada.actor(), Optional.empty()))
                .extracting(Users.DirectoryEntry::name)
                .containsExactly("ada", "grace");
        assertThat(users.directory(ada.actor(), Optional.of("GRACE"))).hasSize(1);
        assertThat(users.directory(ada.actor(), Optional.of("gra"))).isEmpty();
        assertThat(users.directory(ada.actor(), Optional.of("gone"))).isEmpty();
    }
}
