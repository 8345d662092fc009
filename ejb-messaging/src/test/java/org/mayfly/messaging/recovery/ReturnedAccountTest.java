package org.mayfly.messaging.recovery;

import org.junit.jupiter.api.Test;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.device.OwnDevices;
import org.mayfly.messaging.device.OwnDevices.DeviceRevoked;
import org.mayfly.messaging.device.OwnDevices.DeviceWaiting;
import org.mayfly.messaging.device.OwnDevices.DevicesChanged;
import org.mayfly.messaging.policy.DevicePolicy;
import org.mayfly.messaging.policy.EphemeralityPolicy;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.testing.Relay;
import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.messaging.user.Users;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.time.Duration;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.messaging.recovery.Somebody.NOBODY;
import static org.mayfly.messaging.recovery.Somebody.offer;
import static org.mayfly.messaging.testing.Refusals.assertRefused;

/** What a returned person changes: bundles, devices, the account. */
class ReturnedAccountTest {

    private final Relay relay = new Relay();
    private final Somebody person = Somebody.enrolled(relay, "ada");
    private final TestDevice first = person.device;
    private final OwnDevices own = relay.server.get(OwnDevices.class);

    private ReturnedAccount.Added add(Actor.Returned actor, SignedDeviceList list, TestDevice device) {
        return person.account().add(actor, offer(list), device.firstPrekeys(2, relay.now()), Optional.empty());
    }

    private static Bytes hash(SignedDeviceList list) {
        return new Sha512(CryptoProvider.preferred())
                .hash(Bytes.of(list.getList().toByteArray()));
    }

    private void policy(DevicePolicy devices) {
        relay.policies.set(Relay.OPERATOR, relay.network, EphemeralityPolicy.INITIAL.withDevices(devices));
    }

    private Bytes nonce() {
        return TestDevice.random(32);
    }

    private void logIn(TestDevice device, long generation) {
        var nonce = nonce();
        relay.devices.logIn(NOBODY, nonce, device.logIn(relay.devices.serverName(), nonce, relay.now(), generation));
    }

    @Test
    void with_a_recovery_key_a_further_device_is_active_at_once_and_everybody_is_told() {
        var second = first.sibling();
        var list = first.listAfter(person.newest(), first, second);
        var added = add(person.back(Way.RECOVERY_KEY), list, second);
        assertThat(added).isEqualTo(new ReturnedAccount.Added(second.address.device(), true));
        assertThat(person.newest()).isEqualTo(list);
        logIn(second, 1);
        assertThat(relay.server.events).contains(new DevicesChanged(relay.network, first.address.user(), 2));
        assertThat(relay.devices.deviceLists(first.actor(), first.address.user(), 0))
                .hasSize(2)
                .endsWith(list);
        assertThat(relay.devices.deviceLists(first.actor(), first.address.user(), 1))
                .containsExactly(list);
        assertThat(relay.devices.deviceLists(first.actor(), first.address.user(), 2))
                .isEmpty();
    }

    @Test
    void with_the_passphrase_it_waits_unpublished_until_a_listed_device_approves_that_very_list() {
        var second = first.sibling();
        var list = first.listAfter(person.newest(), first, second);
        assertThat(add(person.back(Way.PASSPHRASE), list, second).active()).isFalse();
        assertThat(TestDevice.parse(person.newest()).getVersion()).isEqualTo(1);
        assertRefused(Reason.UNAUTHENTICATED, () -> logIn(second, 1));
        assertThat(relay.server.events)
                .contains(new DeviceWaiting(relay.network, first.address.user(), second.address.device()));
        assertThat(own.waiting(first.actor()).orElseThrow().list())
                .isEqualTo(Bytes.of(list.getList().toByteArray()));
        assertRefused(Reason.CONFLICTING_VERSION, () -> own.approve(first.actor(), TestDevice.random(64)));
        assertRefused(Reason.CONFLICTING_VERSION, () -> own.approve(first.actor(), Bytes.empty()));
        own.approve(first.actor(), hash(list));
        assertThat(person.newest()).isEqualTo(list);
        logIn(second, 1);
        assertThat(own.waiting(first.actor())).isEmpty();
        assertRefused(Reason.CONFLICTING_VERSION, () -> own.approve(first.actor(), hash(list)));
    }

    @Test
    void a_colleagues_device_neither_sees_nor_approves_nor_refuses_it() {
        var other = Somebody.enrolled(relay, "eve");
        var second = first.sibling();
        var list = first.listAfter(person.newest(), first, second);
        add(person.back(Way.PASSPHRASE), list, second);
        assertThat(own.waiting(other.device.actor())).isEmpty();
        assertRefused(Reason.CONFLICTING_VERSION, () -> own.approve(other.device.actor(), hash(list)));
        own.refuse(other.device.actor());
        assertThat(own.waiting(first.actor())).isPresent();
        assertRefused(
                Reason.UNKNOWN_DEVICE,
                () -> own.name(other.device.actor(), first.address.device(), TestDevice.random(92)));
    }

    @Test
    void a_waiting_device_is_refused_replaced_or_forgotten_after_a_day() {
        var second = first.sibling();
        var third = first.sibling();
        add(person.back(Way.PASSPHRASE), first.listAfter(person.newest(), first, second), second);
        var list = first.listAfter(person.newest(), first, third);
        add(person.back(Way.PASSPHRASE), list, third);
        assertThat(own.waiting(first.actor()).orElseThrow().list())
                .isEqualTo(Bytes.of(list.getList().toByteArray()));
        own.refuse(first.actor());
        assertThat(own.waiting(first.actor())).isEmpty();
        add(person.back(Way.PASSPHRASE), list, third);
        relay.server.clock.advance(Duration.ofDays(1));
        assertThat(own.waiting(first.actor())).isEmpty();
        assertRefused(Reason.CONFLICTING_VERSION, () -> own.approve(first.actor(), hash(list)));
    }

    @Test
    void a_list_that_does_not_follow_is_by_another_key_or_changes_who_stays_is_refused() {
        var actor = person.back(Way.RECOVERY_KEY);
        var second = first.sibling();
        var newest = person.newest();
        var gap = first.listAfter(3, hash(newest), first, second);
        assertRefused(Reason.CONFLICTING_VERSION, () -> add(actor, gap, second));
        var fork = first.listAfter(2, TestDevice.random(64), first, second);
        assertRefused(Reason.CONFLICTING_VERSION, () -> add(actor, fork, second));
        var stranger = new TestDevice(relay.network, first.address.user());
        var foreign = stranger.listAfter(newest, stranger);
        assertRefused(Reason.INVALID_SIGNATURE, () -> add(actor, foreign, stranger));
        var changed = TestDevice.parse(first.listAfter(newest, first, second)).toBuilder();
        for (int i = 0; i < 2; i++) {
            if (changed.getDevices(i)
                    .getDevice()
                    .equals(com.google.protobuf.ByteString.copyFrom(
                            first.address.device().value().toArray()))) {
                changed.setDevices(i, changed.getDevices(i).toBuilder().setCreated(2));
            }
        }
        var younger = first.signed(changed.build().toByteString());
        assertRefused(Reason.INVALID_SIGNATURE, () -> add(actor, younger, second));
        assertThat(person.newest()).isEqualTo(newest);
    }

    @Test
    void a_list_that_adds_none_two_or_exchanges_one_is_malformed() {
        var actor = person.back(Way.RECOVERY_KEY);
        var second = first.sibling();
        var third = first.sibling();
        var newest = person.newest();
        for (var list : java.util.List.of(
                first.listAfter(newest, first),
                first.listAfter(newest, first, second, third),
                first.listAfter(newest, second))) {
            assertRefused(Reason.MALFORMED, () -> add(actor, list, second));
        }
        assertRefused(Reason.INVALID_SIGNATURE, () -> add(actor, first.listAfter(newest, first, second), third));
    }

    @Test
    void there_are_as_many_devices_as_the_policy_allows_also_when_it_changed_before_the_approval() {
        policy(new DevicePolicy(true, 1, false, true, true));
        var second = first.sibling();
        var list = first.listAfter(person.newest(), first, second);
        assertRefused(Reason.TOO_MANY_DEVICES, () -> add(person.back(Way.RECOVERY_KEY), list, second));
        assertRefused(Reason.TOO_MANY_DEVICES, () -> add(person.back(Way.PASSPHRASE), list, second));
        policy(new DevicePolicy(true, 2, false, true, true));
        add(person.back(Way.PASSPHRASE), list, second);
        policy(new DevicePolicy(true, 1, false, true, true));
        assertRefused(Reason.TOO_MANY_DEVICES, () -> own.approve(first.actor(), hash(list)));
        policy(new DevicePolicy(false, 2, false, true, true));
        assertThat(add(person.back(Way.PASSPHRASE), list, second).active()).isTrue();
    }

    @Test
    void a_revoked_device_loses_mail_keys_and_tokens_at_once_and_its_connection_is_told() {
        var second = first.sibling();
        add(person.back(Way.RECOVERY_KEY), first.listAfter(person.newest(), first, second), second);
        var nonce = nonce();
        var token = relay.devices
                .logIn(NOBODY, nonce, second.logIn(relay.devices.serverName(), nonce, relay.now(), 1))
                .restToken()
                .toBase64Url();
        relay.server.execute("SELECT mailbox_prepare_days(" + relay.now().toEpochMilli() / 86_400_000 + ", "
                + (relay.now().toEpochMilli() / 86_400_000 + 2) + ")");
        var payload = "'" + first.address.device() + "', '" + java.util.UUID.randomUUID() + "'";
        relay.server.execute("INSERT INTO payload VALUES (" + day() + ", " + payload
                + ", decode(repeat('00', 64), 'hex'), '', '', decode(repeat('00', 132), 'hex'), 2, " + discard()
                + ", 1)");
        for (var device : new TestDevice[] {first, second}) {
            relay.server.execute("INSERT INTO mailbox_entry VALUES (" + day() + ", '" + device.address.device()
                    + "', 1, " + payload + ", '', 0, 2, '', 5, " + discard() + ")");
            relay.server.execute(
                    "UPDATE mailbox SET entries = 1, bytes = 5 WHERE device_id = '" + device.address.device() + "'");
        }
        var list = first.listAfter(person.newest(), first);
        person.account().revoke(person.back(Way.PASSPHRASE), offer(list));
        assertThat(person.newest()).isEqualTo(list);
        assertRefused(Reason.UNAUTHENTICATED, () -> relay.devices.authenticate(token));
        assertRefused(Reason.UNAUTHENTICATED, () -> logIn(second, 2));
        assertThat(relay.server.events)
                .contains(new DeviceRevoked(second.address.device()))
                .contains(new DevicesChanged(relay.network, first.address.user(), 3));
        for (var table : new String[] {"prekey", "prekey_batch", "device_session", "mailbox", "mailbox_entry"}) {
            assertThat(relay.server.rows("SELECT '" + table + "' FROM " + table + " WHERE device_id = '"
                            + second.address.device() + "'"))
                    .isEmpty();
        }
        assertThat(relay.server.rows("SELECT remaining::text FROM payload")).containsExactly("1");
        assertThat(relay.server.rows("SELECT after FROM audit_event WHERE action = 'device.revoke'"))
                .containsExactly("{\"network\":\"" + relay.network + "\",\"listVersion\":3,\"devices\":1}");
    }

    private long day() {
        return discard() / 86_400_000;
    }

    private long discard() {
        return relay.now().plus(Duration.ofDays(1)).toEpochMilli();
    }

    @Test
    void a_removed_device_does_not_come_back_under_its_id() {
        var second = first.sibling();
        add(person.back(Way.RECOVERY_KEY), first.listAfter(person.newest(), first, second), second);
        person.account().revoke(person.back(Way.PASSPHRASE), offer(first.listAfter(person.newest(), first)));
        var again = first.listAfter(person.newest(), first, second);
        assertRefused(Reason.MALFORMED, () -> add(person.back(Way.RECOVERY_KEY), again, second));
        assertRefused(Reason.MALFORMED, () -> add(person.back(Way.PASSPHRASE), again, second));
    }

    @Test
    void a_waiting_device_waits_no_more_once_the_list_it_would_follow_has_changed() {
        var second = first.sibling();
        var waiting = first.listAfter(person.newest(), first, second);
        add(person.back(Way.PASSPHRASE), waiting, second);
        var third = first.sibling();
        add(person.back(Way.RECOVERY_KEY), first.listAfter(person.newest(), first, third), third);
        assertThat(own.waiting(first.actor())).isEmpty();
        assertRefused(Reason.CONFLICTING_VERSION, () -> own.approve(first.actor(), hash(waiting)));
        var fourth = first.sibling();
        add(person.back(Way.PASSPHRASE), first.listAfter(person.newest(), first, third, fourth), fourth);
        person.account().revoke(person.back(Way.PASSPHRASE), offer(first.listAfter(person.newest(), first)));
        assertThat(own.waiting(first.actor())).isEmpty();
    }

    @Test
    void a_revocation_removes_and_does_nothing_else_and_leaves_one() {
        var second = first.sibling();
        add(person.back(Way.RECOVERY_KEY), first.listAfter(person.newest(), first, second), second);
        var actor = person.back(Way.PASSPHRASE);
        var newest = person.newest();
        var third = first.sibling();
        for (var list : java.util.List.of(
                first.listAfter(newest, first, second),
                first.listAfter(newest, first, third),
                first.listAfter(newest),
                first.listAfter(newest, first, second, third))) {
            assertRefused(Reason.MALFORMED, () -> person.account().revoke(actor, offer(list)));
        }
        assertThat(person.newest()).isEqualTo(newest);
    }

    @Test
    void a_changed_passphrase_is_the_next_version_and_ends_the_others_who_are_back() {
        var thief = person.comeBack(Way.PASSPHRASE).token().toBase64Url();
        var actor = person.back(Way.PASSPHRASE);
        var keys = Somebody.keys();
        var bundle = person.bundle(Way.PASSPHRASE, keys);
        for (long version : new long[] {0, 1, 3}) {
            assertRefused(Reason.CONFLICTING_VERSION, () -> person.put(actor, Way.PASSPHRASE, version, bundle));
        }
        person.put(actor, Way.PASSPHRASE, 2, bundle);
        assertRefused(Reason.UNAUTHENTICATED, () -> person.recovery().authenticate(thief));
        assertRefused(Reason.WRONG_CREDENTIALS, () -> person.comeBack(Way.PASSPHRASE));
        var who = new org.mayfly.protocol.signed.SignedInput.Returning("Acme", "ada", Way.PASSPHRASE);
        var account = person.recovery().logIn(NOBODY, person.logIn(who, person.challenge(), keys, relay.now()));
        assertThat(account.versions()).isEqualTo(new Recovery.Versions(2, 2, 1));
        assertThat(account.bundle().sealed()).isEqualTo(bundle.sealed());
    }

    @Test
    void a_bundle_under_a_seed_that_is_not_there_or_a_recovery_key_with_one_is_malformed() {
        var actor = person.back(Way.PASSPHRASE);
        var paper = person.bundle(Way.RECOVERY_KEY, Somebody.keys());
        var passphrase = person.bundle(Way.PASSPHRASE, Somebody.keys());
        var lost = new org.mayfly.messaging.bundle.Bundle(
                passphrase.sealed(), passphrase.logInKey(), Optional.of(new java.util.UUID(1, 2)));
        assertRefused(Reason.MALFORMED, () -> person.put(actor, Way.PASSPHRASE, 2, paper));
        assertRefused(Reason.MALFORMED, () -> person.put(actor, Way.PASSPHRASE, 2, lost));
        var wrong = new ReturnedAccount.Replacement(Way.RECOVERY_KEY, 2, passphrase);
        assertRefused(Reason.MALFORMED, () -> person.account().put(actor, Optional.of(first.actor()), wrong));
    }

    @Test
    void a_recovery_key_is_removed_made_anew_and_not_made_where_the_policy_has_none() {
        var actor = person.back(Way.PASSPHRASE);
        var beside = Optional.of(first.actor());
        person.account().removeRecoveryKey(actor, beside);
        person.account().removeRecoveryKey(actor, beside);
        assertRefused(Reason.WRONG_CREDENTIALS, () -> person.comeBack(Way.RECOVERY_KEY));
        assertThat(person.comeBack(Way.PASSPHRASE).versions()).isEqualTo(new Recovery.Versions(1, 1, 0));
        var paper = person.bundle(Way.RECOVERY_KEY, person.recoveryKeyKey);
        person.account().put(actor, beside, new ReturnedAccount.Replacement(Way.RECOVERY_KEY, 1, paper));
        assertThat(person.comeBack(Way.RECOVERY_KEY).versions().recoveryKey()).isEqualTo(1);
        policy(new DevicePolicy(true, 5, false, false, true));
        var again = person.back(Way.PASSPHRASE);
        assertRefused(
                Reason.FORBIDDEN,
                () -> person.put(again, Way.RECOVERY_KEY, 2, person.bundle(Way.RECOVERY_KEY, Somebody.keys())));
    }

    @Test
    void forty_changes_a_day_and_a_revocation_after_them() {
        var second = first.sibling();
        add(person.back(Way.RECOVERY_KEY), first.listAfter(person.newest(), first, second), second);
        var actor = person.back(Way.PASSPHRASE);
        for (int version = 2; version <= 40; version++) {
            person.put(actor, Way.PASSPHRASE, version, person.bundle(Way.PASSPHRASE, person.passphraseKey));
        }
        assertRefused(
                Reason.RATE_LIMITED,
                () -> person.put(actor, Way.PASSPHRASE, 41, person.bundle(Way.PASSPHRASE, person.passphraseKey)));
        var third = first.sibling();
        assertRefused(
                Reason.RATE_LIMITED, () -> add(actor, first.listAfter(person.newest(), first, second, third), third));
        person.account().revoke(actor, offer(first.listAfter(person.newest(), first)));
    }

    @Test
    void a_deleted_account_leaves_nothing_but_its_name() {
        var second = first.sibling();
        add(person.back(Way.PASSPHRASE), first.listAfter(person.newest(), first, second), second);
        var token = person.comeBack(Way.PASSPHRASE).token().toBase64Url();
        var actor = person.recovery().authenticate(token);
        person.account().delete(actor);
        assertRefused(Reason.UNAUTHENTICATED, () -> person.recovery().authenticate(token));
        assertRefused(Reason.UNAUTHENTICATED, () -> person.account().removeRecoveryKey(actor, Optional.empty()));
        assertRefused(Reason.UNAUTHENTICATED, () -> logIn(first, 9));
        assertRefused(Reason.WRONG_CREDENTIALS, () -> person.comeBack(Way.PASSPHRASE));
        assertThat(relay.server.events).contains(new DeviceRevoked(first.address.device()));
        var user = first.address.user();
        for (var table : new String[] {
            "device", "device_list", "recovery_bundle", "recovery_session", "waiting_device", "invitation"
        }) {
            assertThat(relay.server.rows("SELECT '" + table + "' FROM " + table + " WHERE user_id = '" + user + "'"))
                    .isEmpty();
        }
        var colleague = Somebody.enrolled(relay, "bea").device.actor();
        assertThat(relay.users.directory(colleague, Optional.of("ada"))).isEmpty();
        assertRefused(Reason.UNKNOWN_USER, () -> relay.devices.deviceLists(colleague, user, 0));
        assertRefused(Reason.NAME_TAKEN, () -> relay.users.invite(Relay.OPERATOR, relay.network, "ada"));
        assertThat(relay.users.list(Relay.OPERATOR, relay.network))
                .filteredOn(one -> one.id().equals(user))
                .extracting(Users.User::state)
                .containsExactly(Users.State.DELETED);
        assertThat(relay.server.rows("SELECT before || after FROM audit_event WHERE action = 'user.delete'"))
                .containsExactly("{}{\"network\":\"" + relay.network + "\"}");
    }
}
