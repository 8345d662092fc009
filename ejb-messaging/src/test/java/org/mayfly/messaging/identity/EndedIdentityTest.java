package org.mayfly.messaging.identity;

import org.junit.jupiter.api.Test;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.config.Setting;
import org.mayfly.messaging.device.ListChanges;
import org.mayfly.messaging.device.OwnDevices.DeviceRevoked;
import org.mayfly.messaging.device.OwnDevices.DevicesChanged;
import org.mayfly.messaging.policy.DevicePolicy;
import org.mayfly.messaging.recovery.Recovery;
import org.mayfly.messaging.recovery.Somebody;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.testing.Relay;
import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.messaging.user.Users;
import org.mayfly.messaging.user.Users.Invitation;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.UserId;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.messaging.recovery.Somebody.offer;
import static org.mayfly.messaging.testing.Refusals.assertRefused;

/** An administrator ends an identity: nothing of it is left, and the same person comes in again under the same name. */
class EndedIdentityTest {

    private static final Actor.Anonymous NOBODY = new Actor.Anonymous();
    private static final Bytes BLINDED =
            Somebody.input("correct horse").blinded().encoded();

    private final Relay relay = new Relay();
    private final Identities identities = relay.server.get(Identities.class);
    private final Somebody ada = Somebody.enrolled(relay, "ada");
    private final UserId user = ada.device.address.user();

    private Invitation end() {
        return identities.end(Relay.OPERATOR, relay.network, user);
    }

    private TestDevice enrolAgain(Invitation invitation) {
        return relay.enrol(new Relay.Invited(user, invitation.code()));
    }

    private Bytes logIn(TestDevice device, long generation) {
        var nonce = TestDevice.random(32);
        return relay.devices
                .logIn(NOBODY, nonce, device.logIn(relay.devices.serverName(), nonce, relay.now(), generation))
                .restToken();
    }

    private Users.User shown() {
        return relay.users.list(Relay.OPERATOR, relay.network).stream()
                .filter(one -> one.id().equals(user))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nothing_of_it_is_left_in_any_table_but_the_user() {
        var second = ada.device.sibling();
        ada.account()
                .add(
                        ada.back(Way.RECOVERY_KEY),
                        offer(ada.device.listAfter(ada.newest(), ada.device, second)),
                        second.firstPrekeys(2, relay.now()),
                        Optional.empty());
        var third = ada.device.sibling();
        ada.account()
                .add(
                        ada.back(Way.PASSPHRASE),
                        offer(ada.device.listAfter(ada.newest(), ada.device, second, third)),
                        third.firstPrekeys(2, relay.now()),
                        Optional.empty());
        ada.recovery().evaluate(ada.device.actor(), ada.names(), Optional.of(BLINDED));
        ada.recovery().evaluate(NOBODY, ada.names(), Optional.of(BLINDED));
        logIn(ada.device, 1);
        mailFor(ada.device);
        assertThat(rowsOfAda()).allSatisfy(rows -> assertThat(rows).doesNotEndWith(" 0"));
        end();
        assertThat(rowsOfAda()).allSatisfy(rows -> assertThat(rows).endsWith(" 0"));
        assertThat(relay.server.rows("SELECT kind FROM account_limit"))
                .as("of the devices, whose ids are gone")
                .noneMatch(kind -> kind.contains("evaluations"));
        assertThat(relay.server.rows("SELECT 'left' FROM payload")).isEmpty();
        assertThat(relay.server.rows("SELECT name FROM app_user WHERE identity_key IS NULL AND id = '" + user + "'"))
                .containsExactly("ada");
        assertThat(relay.server.events)
                .contains(new DeviceRevoked(ada.device.address.device()), new DeviceRevoked(second.address.device()));
    }

    /** Ada is the only one who has enrolled, so whatever stands in these tables is hers. */
    private List<String> rowsOfAda() {
        return List.of(
                        "device",
                        "device_list",
                        "device_session",
                        "prekey",
                        "prekey_batch",
                        "mailbox",
                        "mailbox_entry",
                        "waiting_device",
                        "recovery_bundle",
                        "recovery_session")
                .stream()
                .map(table -> table + " "
                        + relay.server.rows("SELECT count(*) FROM " + table).get(0))
                .toList();
    }

    private void mailFor(TestDevice device) {
        mailFor(device, UUID.randomUUID().toString());
    }

    private void mailFor(TestDevice device, String sender) {
        var payload = "'" + sender + "', '" + UUID.randomUUID() + "'";
        long discard = relay.now().plus(Duration.ofDays(1)).toEpochMilli();
        long day = discard / 86_400_000;
        relay.server.execute("SELECT mailbox_prepare_days(" + day + ", " + day + ")");
        relay.server.execute("INSERT INTO payload VALUES (" + day + ", " + payload
                + ", decode(repeat('00', 64), 'hex'), '', '', decode(repeat('00', 132), 'hex'), 1, " + discard
                + ", 1)");
        relay.server.execute("INSERT INTO mailbox_entry VALUES (" + day + ", '" + device.address.device() + "', 1, "
                + payload + ", '', 0, 1, '', 5, " + discard + ")");
        relay.server.execute(
                "UPDATE mailbox SET entries = 1, bytes = 5 WHERE device_id = '" + device.address.device() + "'");
    }

    @Test
    void what_the_person_sent_waits_on_at_its_recipients() {
        var ben = relay.enrolled("ben");
        mailFor(ben, ada.device.address.device().toString());
        end();
        assertThat(relay.server.rows("SELECT device_id FROM mailbox_entry"))
                .containsExactly(ben.address.device().toString());
        assertThat(relay.server.rows("SELECT remaining FROM payload")).containsExactly("1");
    }

    @Test
    void the_person_is_pending_with_a_code_and_the_time_stays_to_be_seen() {
        relay.users.suspend(Relay.OPERATOR, relay.network, user);
        var ended = relay.now();
        var invitation = end();
        assertThat(shown())
                .isEqualTo(new Users.User(
                        user, "ada", Users.State.PENDING, Optional.of(invitation.expires()), Optional.of(ended)));
        assertThat(relay.users.open(NOBODY, invitation.code()).user()).isEqualTo(user);
        relay.server.clock.advance(Duration.ofHours(1));
        enrolAgain(invitation);
        assertThat(shown())
                .isEqualTo(new Users.User(user, "ada", Users.State.ACTIVE, Optional.empty(), Optional.of(ended)));
    }

    @Test
    void a_lost_code_is_renewed_like_any_other() {
        var lost = end();
        var renewed = relay.users.invite(Relay.OPERATOR, relay.network, "ada");
        assertRefused(Reason.INVITATION_UNUSABLE, () -> enrolAgain(lost));
        assertThat(enrolAgain(renewed).address.user()).isEqualTo(user);
    }

    @Test
    void the_new_list_begins_at_version_1_under_the_new_key_and_connected_colleagues_are_told() {
        var ben = relay.enrolled("ben");
        var before = ada.newest();
        var invitation = end();
        assertRefused(Reason.UNKNOWN_USER, () -> relay.devices.deviceList(ben.actor(), user));
        assertRefused(Reason.UNKNOWN_USER, () -> relay.devices.deviceLists(ben.actor(), user, 0));
        assertThat(relay.users.directory(ben.actor(), Optional.of("ada"))).isEmpty();
        assertThat(relay.server.events).doesNotContain(new DevicesChanged(relay.network, user, 1));
        var again = enrolAgain(invitation);
        var list = relay.devices.deviceList(ben.actor(), user);
        assertThat(list.getIdentityKey())
                .isEqualTo(again.list().getIdentityKey())
                .isNotEqualTo(before.getIdentityKey());
        assertThat(TestDevice.parse(list).getVersion()).isEqualTo(1);
        assertThat(relay.devices.deviceLists(ben.actor(), user, 0)).containsExactly(list);
        assertThat(relay.server.events).containsOnlyOnce(new DevicesChanged(relay.network, user, 1));
    }

    @Test
    void a_first_enrolment_tells_nobody_of_a_list_that_nobody_can_have() {
        assertThat(relay.server.events).noneMatch(DevicesChanged.class::isInstance);
    }

    @Test
    void nothing_of_the_former_account_opens_or_signs_anything_afterwards() {
        var restToken = logIn(ada.device, 1).toBase64Url();
        var returned = ada.back(Way.PASSPHRASE);
        var former = ada.newest();
        var second = ada.device.sibling();
        var late = offer(ada.device.listAfter(former, ada.device, second));
        var invitation = end();
        for (int round = 0; round < 2; round++) {
            assertRefused(Reason.UNAUTHENTICATED, () -> relay.devices.authenticate(restToken));
            assertRefused(Reason.UNAUTHENTICATED, () -> logIn(ada.device, 9));
            assertRefused(Reason.WRONG_CREDENTIALS, () -> ada.comeBack(Way.PASSPHRASE));
            assertRefused(Reason.WRONG_CREDENTIALS, () -> ada.comeBack(Way.RECOVERY_KEY));
            assertRefused(
                    Reason.UNAUTHENTICATED,
                    () -> ada.account().add(returned, late, second.firstPrekeys(1, relay.now()), Optional.empty()));
            assertRefused(Reason.UNAUTHENTICATED, () -> ada.account().revoke(returned, late));
            assertRefused(
                    Reason.UNAUTHENTICATED,
                    () -> ada.put(returned, Way.PASSPHRASE, 2, ada.bundle(Way.PASSPHRASE, ada.passphraseKey)));
            assertRefused(Reason.UNAUTHENTICATED, () -> ada.account().delete(returned));
            assertRefused(
                    Reason.UNAUTHENTICATED,
                    () -> relay.prekeys.upload(ada.device.actor(), ada.device.prekeys(1, relay.now())));
            if (round == 0) {
                enrolAgain(invitation);
            }
        }
    }

    @Test
    void a_list_under_the_former_key_does_not_follow_the_new_one() {
        var second = ada.device.sibling();
        var former = ada.newest();
        enrolAgain(end());
        var lists = relay.server.get(ListChanges.class);
        for (var before : List.of(former, ada.newest())) {
            var forged = offer(ada.device.listAfter(before, ada.device, second));
            assertRefused(
                    Reason.INVALID_SIGNATURE,
                    () -> relay.server.inTransaction(
                            () -> lists.next(relay.network, user, forged.list(), forged.signature())));
        }
    }

    @Test
    void who_guessed_the_former_passphrase_too_often_is_not_locked_out_of_the_new_account() {
        var strict = new Relay(Limits.STANDARD.with(Setting.RECOVERY_EVALUATIONS, 1));
        var eve = Somebody.enrolled(strict, "eve");
        guess(eve);
        assertRefused(Reason.RATE_LIMITED, () -> guess(eve));
        var id = eve.device.address.user();
        var invitation = strict.server.get(Identities.class).end(Relay.OPERATOR, strict.network, id);
        strict.enrol(new Relay.Invited(id, invitation.code()));
        guess(eve);
        assertRefused(Reason.RATE_LIMITED, () -> guess(eve));
    }

    /** The key that hardens a passphrase belongs to the user, whom an end does not change. */
    @Test
    void who_ends_identities_and_invites_again_and_again_has_no_more_guesses() {
        var strict = new Relay(Limits.STANDARD.with(Setting.INVITED_EVALUATIONS_DAILY, 1));
        var eve = Somebody.enrolled(strict, "eve").device.address.user();
        var recovery = strict.server.get(Recovery.class);
        var invitation = strict.server.get(Identities.class).end(Relay.OPERATOR, strict.network, eve);
        recovery.evaluateInvited(NOBODY, invitation.code(), BLINDED);
        strict.enrol(new Relay.Invited(eve, invitation.code()));
        var again = strict.server.get(Identities.class).end(Relay.OPERATOR, strict.network, eve);
        assertRefused(Reason.RATE_LIMITED, () -> recovery.evaluateInvited(NOBODY, again.code(), BLINDED));
        strict.server.clock.advance(Duration.ofDays(1));
        recovery.evaluateInvited(NOBODY, again.code(), BLINDED);
    }

    private static void guess(Somebody person) {
        person.recovery().evaluate(NOBODY, person.names(), Optional.of(BLINDED));
    }

    @Test
    void who_has_not_enrolled_was_ended_already_or_deleted_the_account_has_no_identity() {
        var pending = relay.invite("pending");
        assertRefused(Reason.NO_IDENTITY, () -> identities.end(Relay.OPERATOR, relay.network, pending.user()));
        assertThat(relay.users.open(NOBODY, pending.code()).userName()).isEqualTo("pending");
        var first = end();
        assertRefused(Reason.NO_IDENTITY, this::end);
        assertThat(relay.users.open(NOBODY, first.code()).user()).isEqualTo(user);
        var gone = Somebody.enrolled(relay, "gone");
        gone.account().delete(gone.back(Way.PASSPHRASE));
        assertRefused(
                Reason.NO_IDENTITY, () -> identities.end(Relay.OPERATOR, relay.network, gone.device.address.user()));
    }

    private void setIdentityChangeBlocks(boolean blocks) {
        var policy = relay.policies.of(Relay.OPERATOR, relay.network);
        var devices = policy.devices();
        var changed = new DevicePolicy(
                devices.approval(), devices.maximum(), devices.lastSeen(), devices.recoveryKey(), blocks);
        relay.policies.set(Relay.OPERATOR, relay.network, policy.withDevices(changed));
    }

    /** Else who ends it could take the person's place unseen. */
    @Test
    void no_identity_ends_where_changed_ones_pass_and_for_7_days_after_an_end_none_may_pass() {
        setIdentityChangeBlocks(false);
        assertRefused(Reason.IDENTITY_CHANGES_PASS, this::end);
        setIdentityChangeBlocks(true);
        end();
        assertRefused(Reason.IDENTITY_ENDED_LATELY, () -> setIdentityChangeBlocks(false));
        assertThat(relay.policies.of(Relay.OPERATOR, relay.network).devices().identityChangeBlocks())
                .isTrue();
        relay.server.clock.advance(Duration.ofDays(7).plusMillis(1));
        setIdentityChangeBlocks(false);
    }

    @Test
    void somebody_who_is_not_there_or_of_another_network_is_unknown() {
        var elsewhere = relay.networks.create(Relay.OPERATOR, "Other").id();
        var stranger = new UserId(TestDevice.random(16));
        assertRefused(Reason.UNKNOWN_USER, () -> identities.end(Relay.OPERATOR, relay.network, stranger));
        assertRefused(Reason.UNKNOWN_USER, () -> identities.end(Relay.OPERATOR, elsewhere, user));
        assertThat(shown().state()).isEqualTo(Users.State.ACTIVE);
    }

    @Test
    void only_an_administrator_or_a_tool_may_and_the_person_may_not() {
        for (var actor : List.of(NOBODY, ada.device.actor(), ada.back(Way.PASSPHRASE))) {
            assertRefused(Reason.FORBIDDEN, () -> identities.end(actor, relay.network, user));
        }
        assertThat(shown().identityEnded()).isEmpty();
    }

    @Test
    void the_audit_says_that_it_was_ended_and_nothing_that_helps_to_get_in() {
        var invitation = end();
        assertThat(relay.server.rows("SELECT before || after FROM audit_event WHERE action = 'user.end-identity'"))
                .containsExactly("{\"network\":\"" + relay.network
                        + "\",\"name\":\"ada\",\"state\":\"active\",\"devices\":1}{\"network\":\"" + relay.network
                        + "\",\"name\":\"ada\",\"state\":\"pending\",\"invitationExpires\":"
                        + invitation.expires().toEpochMilli() + "}");
    }
}
