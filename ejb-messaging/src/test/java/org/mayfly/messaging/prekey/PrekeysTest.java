package org.mayfly.messaging.prekey;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.config.Setting;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.testing.Relay;
import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.verification.DeviceListVerification;
import org.mayfly.protocol.verification.PrekeyBatchVerification;
import org.mayfly.protocol.verification.WantedPrekey;
import org.mayfly.protocol.wire.ClaimPrekeys;
import org.mayfly.protocol.wire.PrekeyType;

import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.messaging.testing.Refusals.assertRefused;

/** Uploading and claiming. */
class PrekeysTest {

    private static final Relay RELAY = new Relay(Limits.STANDARD
            .with(Setting.PREKEY_CLAIMS, 12)
            .with(Setting.KEM_PREKEY_CLAIMS, 9)
            .with(Setting.PREKEY_UPLOADS, 3)
            .with(Setting.PREKEY_POOL, 210));
    private static final PrekeyType P521 = PrekeyType.PREKEY_TYPE_P521;
    private static final PrekeyType MLKEM = PrekeyType.PREKEY_TYPE_MLKEM1024;
    private static int users;

    private final Prekeys prekeys = RELAY.prekeys;
    private final TestDevice claimer = device();
    private final TestDevice owner = device();

    @Test
    void a_claimed_key_passes_the_senders_verification() {
        var claimed = prekeys.claim(claimer.actor(), claim(owner, 2));
        assertThat(claimed.prekeys()).hasSize(2);
        assertThat(claimed.exhausted()).isEmpty();
        var identity = new DeviceListVerification(CryptoProvider.preferred())
                .verify(RELAY.network, owner.address.user(), owner.list())
                .value()
                .flatMap(list -> list.identityOf(RELAY.network, owner.address.device()))
                .orElseThrow();
        var verification = new PrekeyBatchVerification(CryptoProvider.preferred());
        for (var key : claimed.prekeys()) {
            assertThat(verification
                            .verifyClaim(
                                    new WantedPrekey(identity, PrekeyType.PREKEY_TYPE_P521, Instant.EPOCH),
                                    key,
                                    RELAY.now())
                            .value())
                    .isPresent();
        }
    }

    @Test
    void an_exhausted_pool_is_named_and_gives_what_it_has() {
        var claimed = prekeys.claim(claimer.actor(), claim(owner, Relay.FIRST_PREKEYS + 1));
        assertThat(claimed.prekeys()).hasSize(Relay.FIRST_PREKEYS);
        assertThat(claimed.exhausted()).containsExactly(owner.address.device());
    }

    @Test
    void the_owner_is_told_after_the_commit_when_a_quarter_is_left() {
        prekeys.upload(owner.actor(), owner.prekeys(50, RELAY.now()));
        prekeys.claim(claimer.actor(), claim(owner, 3));
        assertThat(RELAY.server.events).doesNotContain(new Prekeys.PrekeysLow(owner.address.device(), P521, 51));
        prekeys.claim(claimer.actor(), claim(owner, 1));
        assertThat(RELAY.server.events).contains(new Prekeys.PrekeysLow(owner.address.device(), P521, 50));
    }

    @Test
    void an_upload_answers_how_many_can_be_claimed() {
        assertThat(prekeys.upload(owner.actor(), owner.prekeys(6, RELAY.now()))).isEqualTo(Relay.FIRST_PREKEYS + 6);
        assertThat(prekeys.left(owner.actor(), P521)).isEqualTo(Relay.FIRST_PREKEYS + 6);
    }

    @Test
    void a_batch_uploaded_twice_is_refused() {
        var upload = owner.prekeys(2, RELAY.now());
        prekeys.upload(owner.actor(), upload);
        assertRefused(Reason.PREKEY_REUSED, () -> prekeys.upload(owner.actor(), upload));
        assertThat(prekeys.left(owner.actor(), P521)).isEqualTo(Relay.FIRST_PREKEYS + 2);
    }

    @Test
    void a_batch_of_another_device_is_refused() {
        assertRefused(Reason.INVALID_SIGNATURE, () -> prekeys.upload(owner.actor(), claimer.prekeys(2, RELAY.now())));
    }

    @Test
    void a_batch_from_the_future_is_refused() {
        assertRefused(
                Reason.INVALID_SIGNATURE,
                () -> prekeys.upload(owner.actor(), owner.prekeys(2, RELAY.now().plus(Duration.ofMinutes(6)))));
    }

    @Test
    void a_batch_without_its_keys_is_malformed() {
        var upload = owner.prekeys(2, RELAY.now()).toBuilder().removePrekeys(0).build();
        assertRefused(Reason.MALFORMED, () -> prekeys.upload(owner.actor(), upload));
    }

    @Test
    void more_uploads_than_an_hour_allows_are_refused() {
        for (int i = 0; i < 3; i++) {
            prekeys.upload(owner.actor(), owner.prekeys(1, RELAY.now()));
        }
        assertRefused(Reason.RATE_LIMITED, () -> prekeys.upload(owner.actor(), owner.prekeys(1, RELAY.now())));
    }

    @Test
    void a_pool_over_its_limit_is_refused() {
        prekeys.upload(owner.actor(), owner.prekeys(200, RELAY.now()));
        assertRefused(Reason.RATE_LIMITED, () -> prekeys.upload(owner.actor(), owner.prekeys(7, RELAY.now())));
    }

    @Test
    void more_claims_than_an_hour_allows_are_refused_and_take_nothing() {
        prekeys.claim(claimer.actor(), claim(owner, 10));
        assertRefused(Reason.RATE_LIMITED, () -> prekeys.claim(claimer.actor(), claim(device(), 3)));
        assertThat(prekeys.claim(claimer.actor(), claim(device(), 2)).prekeys()).hasSize(2);
    }

    @Test
    void the_limit_outlives_the_server() {
        prekeys.claim(claimer.actor(), claim(owner, 12));
        assertThat(RELAY.server.rows("SELECT used::text FROM account_limit WHERE kind = 'prekey-claims' AND subject"
                        + " = decode('" + claimer.address.device().value().toHex() + "', 'hex')"))
                .containsExactly("12");
    }

    @Test
    void a_claim_takes_of_its_type_only_and_each_type_runs_dry_by_itself() {
        var claimed = prekeys.claim(claimer.actor(), claim(MLKEM, owner, Relay.FIRST_PREKEYS + 1));
        assertThat(claimed.exhausted()).containsExactly(owner.address.device());
        assertThat(claimed.prekeys())
                .hasSize(Relay.FIRST_PREKEYS)
                .allMatch(key -> key.getPrekey().getKey().size() == 1568);
        assertThat(prekeys.left(owner.actor(), MLKEM)).isZero();
        assertThat(prekeys.left(owner.actor(), P521)).isEqualTo(Relay.FIRST_PREKEYS);
        var others = prekeys.claim(claimer.actor(), claim(P521, owner, Relay.FIRST_PREKEYS));
        assertThat(others.exhausted()).isEmpty();
        assertThat(others.prekeys()).hasSize(Relay.FIRST_PREKEYS);
    }

    @Test
    void an_upload_counts_for_its_type_only_and_its_owner_is_told_of_that_type() {
        assertThat(prekeys.upload(owner.actor(), owner.kemPrekeys(50, RELAY.now())))
                .isEqualTo(Relay.FIRST_PREKEYS + 50);
        assertThat(prekeys.left(owner.actor(), P521)).isEqualTo(Relay.FIRST_PREKEYS);
        prekeys.claim(claimer.actor(), claim(MLKEM, owner, 3));
        assertThat(RELAY.server.events).doesNotContain(new Prekeys.PrekeysLow(owner.address.device(), MLKEM, 51));
        prekeys.claim(claimer.actor(), claim(MLKEM, owner, 1));
        assertThat(RELAY.server.events)
                .contains(new Prekeys.PrekeysLow(owner.address.device(), MLKEM, 50))
                .noneMatch(event -> event instanceof Prekeys.PrekeysLow low
                        && low.device().equals(owner.address.device())
                        && low.type() == P521);
    }

    @Test
    void each_type_has_a_limit_of_its_own_for_claims() {
        prekeys.claim(claimer.actor(), claim(P521, owner, 12));
        assertRefused(Reason.RATE_LIMITED, () -> prekeys.claim(claimer.actor(), claim(P521, owner, 1)));
        prekeys.claim(claimer.actor(), claim(MLKEM, owner, 9));
        assertRefused(Reason.RATE_LIMITED, () -> prekeys.claim(claimer.actor(), claim(MLKEM, owner, 1)));
    }

    @Test
    void each_type_has_a_limit_of_its_own_for_the_pool() {
        prekeys.upload(owner.actor(), owner.prekeys(200, RELAY.now()));
        assertRefused(Reason.RATE_LIMITED, () -> prekeys.upload(owner.actor(), owner.prekeys(7, RELAY.now())));
        assertThat(prekeys.upload(owner.actor(), owner.kemPrekeys(200, RELAY.now())))
                .isEqualTo(Relay.FIRST_PREKEYS + 200);
        assertRefused(Reason.RATE_LIMITED, () -> prekeys.upload(owner.actor(), owner.kemPrekeys(7, RELAY.now())));
    }

    @Test
    void a_batch_whose_keys_are_of_the_other_type_is_malformed() {
        var classical = owner.prekeys(1, RELAY.now()).toBuilder();
        var kem = owner.kemPrekeys(1, RELAY.now());
        var mixed = classical.setPrekeys(
                0, classical.getPrekeys(0).toBuilder().setKey(kem.getPrekeys(0).getKey()));
        assertRefused(Reason.MALFORMED, () -> prekeys.upload(owner.actor(), mixed.build()));
    }

    @Test
    void an_expired_key_of_either_type_is_not_handed_out() {
        var relay = new Relay();
        var early = relay.enrolled("early");
        var late = relay.enrolled("late");
        relay.server.clock.advance(Duration.ofDays(30));
        for (var type : new PrekeyType[] {P521, MLKEM}) {
            assertThat(relay.prekeys.claim(late.actor(), claim(type, early, 1)).exhausted())
                    .containsExactly(early.address.device());
        }
    }

    @Test
    void a_device_that_is_not_there_or_of_another_network_is_unknown() {
        var stranger = new TestDevice(RELAY.network, owner.address.user());
        var foreigner = new Relay().enrolled("foreigner");
        assertRefused(Reason.UNKNOWN_DEVICE, () -> prekeys.claim(claimer.actor(), claim(stranger, 1)));
        assertRefused(Reason.UNKNOWN_DEVICE, () -> prekeys.claim(claimer.actor(), claim(foreigner, 1)));
    }

    @Test
    void a_suspended_users_device_is_unknown() {
        RELAY.users.suspend(Relay.OPERATOR, RELAY.network, owner.address.user());
        assertRefused(Reason.UNKNOWN_DEVICE, () -> prekeys.claim(claimer.actor(), claim(owner, 1)));
    }

    @Test
    void a_claim_of_none_of_too_many_of_no_type_or_twice_is_malformed() {
        var good = claim(owner, 1);
        var malformed = java.util.List.of(
                claim(owner, 0),
                claim(owner, 65),
                good.toBuilder().clearWanted().build(),
                good.toBuilder().addWanted(good.getWanted(0)).build(),
                good.toBuilder().clearType().build(),
                good.toBuilder()
                        .setWanted(0, good.getWanted(0).toBuilder().setDevice(ByteString.EMPTY))
                        .build());
        for (var claim : malformed) {
            assertRefused(Reason.MALFORMED, () -> prekeys.claim(claimer.actor(), claim));
        }
    }

    private static TestDevice device() {
        return RELAY.enrolled("user" + users++);
    }

    private static ClaimPrekeys claim(TestDevice owner, int count) {
        return claim(P521, owner, count);
    }

    private static ClaimPrekeys claim(PrekeyType type, TestDevice owner, int count) {
        return ClaimPrekeys.newBuilder()
                .setType(type)
                .addWanted(ClaimPrekeys.Wanted.newBuilder()
                        .setUser(ByteString.copyFrom(owner.address.user().toArray()))
                        .setDevice(ByteString.copyFrom(owner.address.device().toArray()))
                        .setCount(count))
                .build();
    }
}
