package org.mayfly.messaging.recovery;

import org.junit.jupiter.api.Test;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.device.OwnDevices;
import org.mayfly.messaging.policy.DevicePolicy;
import org.mayfly.messaging.policy.EphemeralityPolicy;
import org.mayfly.messaging.recovery.ReturnedAccount.Replacement;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.testing.Relay;
import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.security.KeyPair;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.messaging.recovery.Somebody.offer;
import static org.mayfly.messaging.testing.Refusals.assertRefused;

/** Where devices are approved, what a thief of the passphrase tries to get a device without the owner's approval. */
class StolenPassphraseTest {

    private final Relay relay = new Relay();
    private final Somebody person = Somebody.enrolled(relay, "ada");
    private final TestDevice first = person.device;
    private final KeyPair thiefs = Somebody.keys();
    private final ReturnedAccount account = person.account();

    private ReturnedAccount.Added add(Actor.Returned actor, SignedDeviceList list, TestDevice device) {
        return account.add(actor, offer(list), device.firstPrekeys(2, relay.now()), Optional.empty());
    }

    private Replacement recoveryKey(long version) {
        return new Replacement(Way.RECOVERY_KEY, version, person.bundle(Way.RECOVERY_KEY, thiefs));
    }

    private void policy(DevicePolicy devices) {
        relay.policies.set(Relay.OPERATOR, relay.network, EphemeralityPolicy.INITIAL.withDevices(devices));
    }

    @Test
    void no_recovery_key_is_made_replaced_or_removed_without_a_device() {
        var thief = person.back(Way.PASSPHRASE);
        assertRefused(Reason.FORBIDDEN, () -> account.put(thief, Optional.empty(), recoveryKey(2)));
        assertRefused(Reason.FORBIDDEN, () -> account.removeRecoveryKey(thief, Optional.empty()));
        assertThat(person.comeBack(Way.RECOVERY_KEY).versions().recoveryKey()).isEqualTo(1);
        account.removeRecoveryKey(person.back(Way.RECOVERY_KEY), Optional.empty());
        var again = person.back(Way.PASSPHRASE);
        assertRefused(Reason.FORBIDDEN, () -> account.put(again, Optional.empty(), recoveryKey(1)));
    }

    @Test
    void a_new_passphrase_makes_nothing_more_of_it() {
        var thief = person.back(Way.PASSPHRASE);
        person.put(thief, Way.PASSPHRASE, 2, person.bundle(Way.PASSPHRASE, person.passphraseKey));
        assertRefused(Reason.FORBIDDEN, () -> account.put(thief, Optional.empty(), recoveryKey(2)));
        var anew = person.back(Way.PASSPHRASE);
        assertRefused(Reason.FORBIDDEN, () -> account.put(anew, Optional.empty(), recoveryKey(2)));
    }

    @Test
    void the_device_is_a_listed_one_of_that_account() {
        var thief = person.back(Way.PASSPHRASE);
        var accomplice = Somebody.enrolled(relay, "eve").device;
        assertRefused(Reason.FORBIDDEN, () -> account.put(thief, Optional.of(accomplice.actor()), recoveryKey(2)));
        assertRefused(Reason.FORBIDDEN, () -> account.removeRecoveryKey(thief, Optional.of(accomplice.actor())));
        var waiting = first.sibling();
        assertThat(add(thief, first.listAfter(person.newest(), first, waiting), waiting)
                        .active())
                .isFalse();
        assertRefused(Reason.FORBIDDEN, () -> account.put(thief, Optional.of(waiting.actor()), recoveryKey(2)));
        var second = first.sibling();
        add(person.back(Way.RECOVERY_KEY), first.listAfter(person.newest(), first, second), second);
        account.revoke(person.back(Way.RECOVERY_KEY), offer(first.listAfter(person.newest(), first)));
        assertRefused(Reason.FORBIDDEN, () -> account.put(thief, Optional.of(second.actor()), recoveryKey(2)));
        account.put(thief, Optional.of(first.actor()), recoveryKey(2));
        assertRefused(Reason.WRONG_CREDENTIALS, () -> person.comeBack(Way.RECOVERY_KEY));
    }

    @Test
    void removing_the_owners_devices_leaves_one_and_that_one_approves() {
        var second = first.sibling();
        add(person.back(Way.RECOVERY_KEY), first.listAfter(person.newest(), first, second), second);
        var thief = person.back(Way.PASSPHRASE);
        var newest = person.newest();
        assertRefused(Reason.MALFORMED, () -> account.revoke(thief, offer(first.listAfter(newest))));
        var own = first.sibling();
        assertRefused(Reason.MALFORMED, () -> account.revoke(thief, offer(first.listAfter(newest, own))));
        account.revoke(thief, offer(first.listAfter(newest, second)));
        var last = person.newest();
        var list = first.listAfter(relay.devices.deviceList(second.actor(), first.address.user()), second, own);
        assertThat(add(thief, list, own).active()).isFalse();
        assertThat(relay.devices.deviceList(second.actor(), first.address.user()))
                .isEqualTo(last);
        assertThat(relay.server.get(OwnDevices.class).waiting(second.actor())).isPresent();
    }

    @Test
    void where_recovery_keys_are_switched_off_who_is_back_by_one_needs_approval_too() {
        var finder = person.back(Way.RECOVERY_KEY);
        policy(new DevicePolicy(true, 5, false, false, true));
        var second = first.sibling();
        assertThat(add(finder, first.listAfter(person.newest(), first, second), second)
                        .active())
                .isFalse();
    }

    @Test
    void where_devices_need_no_approval_the_recovery_key_needs_no_device() {
        policy(new DevicePolicy(false, 5, false, true, true));
        var actor = person.back(Way.PASSPHRASE);
        account.put(actor, Optional.empty(), recoveryKey(2));
        account.removeRecoveryKey(actor, Optional.empty());
    }

    @Test
    void who_is_back_by_a_recovery_key_is_not_once_it_is_removed_or_replaced() {
        var beside = Optional.of(first.actor());
        var finder = person.comeBack(Way.RECOVERY_KEY).token().toBase64Url();
        account.removeRecoveryKey(person.back(Way.PASSPHRASE), beside);
        assertRefused(Reason.UNAUTHENTICATED, () -> person.recovery().authenticate(finder));
        var paper = person.bundle(Way.RECOVERY_KEY, person.recoveryKeyKey);
        var owner = person.back(Way.PASSPHRASE);
        account.put(owner, beside, new Replacement(Way.RECOVERY_KEY, 1, paper));
        var again = person.comeBack(Way.RECOVERY_KEY).token().toBase64Url();
        account.put(owner, beside, recoveryKey(2));
        assertRefused(Reason.UNAUTHENTICATED, () -> person.recovery().authenticate(again));
    }

    @Test
    void a_log_in_that_races_the_change_of_what_it_proved_gets_no_session() throws Exception {
        var owner = person.back(Way.PASSPHRASE);
        var racing = relay.server.inTransaction(() -> {
            person.put(owner, Way.PASSPHRASE, 2, person.bundle(Way.PASSPHRASE, Somebody.keys()));
            var logIn = CompletableFuture.runAsync(
                    () -> assertRefused(Reason.WRONG_CREDENTIALS, () -> person.comeBack(Way.PASSPHRASE)));
            while (!logIn.isDone() && isNobodyWaiting()) {
                Thread.onSpinWait();
            }
            assertThat(logIn).isNotDone();
            return logIn;
        });
        racing.get();
    }

    private boolean isNobodyWaiting() {
        return relay.server
                .rows(
                        "SELECT 'waits' FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
                .isEmpty();
    }
}
