package org.mayfly.messaging.identity;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.device.OwnDevices;
import org.mayfly.messaging.policy.DevicePolicy;
import org.mayfly.messaging.policy.EphemeralityPolicy;
import org.mayfly.messaging.prekey.Prekeys;
import org.mayfly.messaging.recovery.Somebody;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.RefusedException;
import org.mayfly.messaging.testing.Relay;
import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.ClaimPrekeys;
import org.mayfly.protocol.wire.PrekeyType;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mayfly.messaging.recovery.Somebody.offer;
import static org.mayfly.messaging.testing.Refusals.assertRefused;

/** What the devices of an identity do while it is being ended: it waits for the commit and is refused. */
class EndedIdentityRaceTest {

    private static final Actor.Anonymous NOBODY = new Actor.Anonymous();
    private static final ExecutorService OTHERS = Executors.newCachedThreadPool();

    private final Relay relay = new Relay();
    private final Identities identities = relay.server.get(Identities.class);
    private final Somebody ada = Somebody.enrolled(relay, "ada");
    private final UserId user = ada.device.address.user();

    @AfterAll
    static void stop() {
        OTHERS.shutdownNow();
    }

    /** Ends the identity in a transaction that commits only once the other work waits for it. */
    private <T> Future<T> endedBefore(Callable<T> work) {
        return relay.server.inTransaction(() -> {
            identities.end(Relay.OPERATOR, relay.network, user);
            var late = OTHERS.submit(work);
            relay.awaitSomebodyWaiting();
            return late;
        });
    }

    private static void assertRefusedLater(Reason reason, Future<?> late) {
        assertThatThrownBy(() -> late.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(reason.code()));
    }

    private Bytes logIn() {
        var nonce = TestDevice.random(32);
        return relay.devices
                .logIn(NOBODY, nonce, ada.device.logIn(relay.devices.serverName(), nonce, relay.now(), 1))
                .restToken();
    }

    @Test
    void a_log_in_that_comes_meanwhile_is_refused() {
        assertRefusedLater(Reason.UNAUTHENTICATED, endedBefore(this::logIn));
        assertThat(relay.server.rows("SELECT 'session' FROM device_session")).isEmpty();
    }

    @Test
    void a_log_in_that_came_just_before_gets_a_token_that_is_dead_at_the_commit() throws Exception {
        var ending = relay.server.inTransaction(() -> {
            var token = logIn();
            var late = endingLater();
            return new Object() {
                final Bytes restToken = token;
                final Future<?> end = late;
            };
        });
        ending.end.get(30, TimeUnit.SECONDS);
        assertRefused(Reason.UNAUTHENTICATED, () -> relay.devices.authenticate(ending.restToken.toBase64Url()));
    }

    @Test
    void coming_back_by_passphrase_meanwhile_is_refused_and_its_token_opens_nothing() {
        var logIn = ada.logIn(
                new org.mayfly.protocol.signed.SignedInput.Returning("Acme", "ada", Way.PASSPHRASE),
                ada.challenge(),
                ada.passphraseKey,
                relay.now());
        assertRefusedLater(
                Reason.WRONG_CREDENTIALS, endedBefore(() -> ada.recovery().logIn(NOBODY, logIn)));
    }

    @Test
    void an_approval_meanwhile_approves_nothing() {
        var own = relay.server.get(OwnDevices.class);
        var second = ada.device.sibling();
        var list = offer(ada.device.listAfter(ada.newest(), ada.device, second));
        ada.account().add(ada.back(Way.PASSPHRASE), list, second.firstPrekeys(1, relay.now()), Optional.empty());
        var hash = new Sha512(CryptoProvider.preferred()).hash(list.list());
        assertRefusedLater(Reason.CONFLICTING_VERSION, endedBefore(() -> {
            own.approve(ada.device.actor(), hash);
            return hash;
        }));
        assertThat(relay.server.rows("SELECT 'list' FROM device_list")).isEmpty();
    }

    @Test
    void a_list_that_is_published_meanwhile_is_refused() {
        var second = ada.device.sibling();
        var list = offer(ada.device.listAfter(ada.newest(), ada.device, second));
        var returned = ada.back(Way.RECOVERY_KEY);
        assertRefusedLater(
                Reason.UNAUTHENTICATED,
                endedBefore(() ->
                        ada.account().add(returned, list, second.firstPrekeys(1, relay.now()), Optional.empty())));
        assertThat(relay.server.rows("SELECT 'list' FROM device_list")).isEmpty();
    }

    @Test
    void a_second_administrator_finds_it_ended_and_the_first_ones_code_goes_on() {
        assertRefusedLater(Reason.NO_IDENTITY, endedBefore(() -> identities.end(Relay.OPERATOR, relay.network, user)));
        assertThat(relay.server.rows("SELECT 'invitation' FROM invitation")).hasSize(1);
    }

    @Test
    void one_time_keys_that_are_uploaded_meanwhile_are_refused() {
        assertRefusedLater(
                Reason.UNAUTHENTICATED,
                endedBefore(() -> relay.prekeys.upload(ada.device.actor(), ada.device.prekeys(1, relay.now()))));
        assertThat(keys()).isEmpty();
    }

    @Test
    void one_time_keys_that_were_uploaded_just_before_go_with_the_rest() throws Exception {
        var end = relay.server.inTransaction(() -> {
            relay.prekeys.upload(ada.device.actor(), ada.device.prekeys(1, relay.now()));
            return endingLater();
        });
        end.get(30, TimeUnit.SECONDS);
        assertThat(keys()).isEmpty();
    }

    /** It waits for nothing: a key that is on its way out is none. */
    @Test
    void a_colleague_who_claims_meanwhile_gets_none_of_its_keys() {
        var ben = relay.enrolled("ben");
        var claimed = relay.server.inTransaction(() -> {
            identities.end(Relay.OPERATOR, relay.network, user);
            return OTHERS.submit(() -> relay.prekeys.claim(ben.actor(), claimOf(ada.device)))
                    .get(30, TimeUnit.SECONDS);
        });
        assertThat(claimed.prekeys()).isEmpty();
        assertThat(claimed.exhausted()).containsExactly(ada.device.address.device());
    }

    @Test
    void a_colleague_who_claimed_just_before_has_the_key_and_the_rest_goes() throws Exception {
        var ben = relay.enrolled("ben");
        var claiming = relay.server.inTransaction(() -> {
            var claimed = relay.prekeys.claim(ben.actor(), claimOf(ada.device));
            var late = endingLater();
            return new Object() {
                final Prekeys.Claimed keys = claimed;
                final Future<?> end = late;
            };
        });
        claiming.end.get(30, TimeUnit.SECONDS);
        assertThat(claiming.keys.prekeys()).hasSize(1);
        assertThat(keys()).isEmpty();
    }

    @Test
    void a_policy_that_would_let_changed_identities_pass_waits_and_is_refused() {
        assertRefusedLater(Reason.IDENTITY_ENDED_LATELY, endedBefore(this::letPass));
        assertThat(relay.policies.of(Relay.OPERATOR, relay.network).devices().identityChangeBlocks())
                .isTrue();
    }

    @Test
    void an_end_that_comes_while_changed_identities_are_let_pass_waits_and_is_refused() {
        assertRefusedLater(Reason.IDENTITY_CHANGES_PASS, relay.server.inTransaction(() -> {
            letPass();
            return endingLater();
        }));
        assertThat(relay.devices.deviceList(ada.device.actor(), user).getList()).isNotEmpty();
    }

    private Future<?> endingLater() {
        var late = OTHERS.submit(() -> identities.end(Relay.OPERATOR, relay.network, user));
        relay.awaitSomebodyWaiting();
        return late;
    }

    private EphemeralityPolicy letPass() {
        var policy = relay.policies.of(Relay.OPERATOR, relay.network);
        var devices = policy.devices();
        return relay.policies.set(
                Relay.OPERATOR,
                relay.network,
                policy.withDevices(new DevicePolicy(
                        devices.approval(), devices.maximum(), devices.lastSeen(), devices.recoveryKey(), false)));
    }

    private static ClaimPrekeys claimOf(TestDevice device) {
        var wanted = ClaimPrekeys.Wanted.newBuilder()
                .setUser(ByteString.copyFrom(device.address.user().toArray()))
                .setDevice(ByteString.copyFrom(device.address.device().toArray()))
                .setCount(1);
        return ClaimPrekeys.newBuilder()
                .setType(PrekeyType.PREKEY_TYPE_P521)
                .addWanted(wanted)
                .build();
    }

    private List<String> keys() {
        return relay.server.rows("SELECT id::text FROM prekey WHERE device_id = '" + ada.device.address.device() + "'");
    }
}
