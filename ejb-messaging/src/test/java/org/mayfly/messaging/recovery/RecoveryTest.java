package org.mayfly.messaging.recovery;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.bundle.Seeds;
import org.mayfly.messaging.policy.DevicePolicy;
import org.mayfly.messaging.policy.EphemeralityPolicy;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.testing.Relay;
import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.protocol.signed.SignedInput.Returning;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.Bytes;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.messaging.recovery.Somebody.NOBODY;
import static org.mayfly.messaging.testing.Refusals.assertRefused;

/** Evaluation and log-in: what they give, what they count, and that they don't say who exists. */
class RecoveryTest {

    private static final Relay RELAY = new Relay();

    private static Bytes blinded() {
        return Somebody.input("password1!").blinded().encoded();
    }

    private static Recovery.Evaluation evaluate(Somebody person, String user) {
        return person.recovery().evaluate(NOBODY, new Recovery.AccountNames("Acme", user), Optional.of(blinded()));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void who_proves_the_log_in_key_gets_the_bundle_every_list_and_a_token(Way way) {
        var person = Somebody.enrolled(RELAY, "way" + way.number());
        var account = person.comeBack(way);
        assertThat(account.network()).isEqualTo(RELAY.network);
        assertThat(account.networkName()).isEqualTo("Acme");
        assertThat(account.user()).isEqualTo(person.device.address.user());
        assertThat(account.lists()).containsExactly(person.newest());
        assertThat(account.versions()).isEqualTo(new Recovery.Versions(1, 1, 1));
        assertThat(account.bundle().seed().isPresent()).isEqualTo(way == Way.PASSPHRASE);
        assertThat(account.approvalNeeded()).isEqualTo(way == Way.PASSPHRASE);
        var actor = person.recovery().authenticate(account.token().toBase64Url());
        assertThat(actor.user()).isEqualTo(person.device.address.user());
        assertThat(actor.way()).isEqualTo(way);
        assertThat(RELAY.server.rows("SELECT encode(token_hash, 'hex') FROM recovery_session"))
                .isNotEmpty()
                .doesNotContain(account.token().toHex());
    }

    @Test
    void a_token_works_for_15_minutes_and_opens_nothing_of_a_device() {
        var relay = new Relay();
        var person = Somebody.enrolled(relay, "brief");
        var token = person.comeBack(Way.PASSPHRASE).token().toBase64Url();
        relay.server.clock.advance(Duration.ofMinutes(15).minusMillis(1));
        assertThat(person.recovery().authenticate(token)).isNotNull();
        assertRefused(Reason.UNAUTHENTICATED, () -> relay.devices.authenticate(token));
        relay.server.clock.advance(Duration.ofMillis(1));
        assertRefused(Reason.UNAUTHENTICATED, () -> person.recovery().authenticate(token));
    }

    @Test
    void a_challenge_is_good_once_even_where_the_proof_was_wrong_and_for_10_minutes() {
        var relay = new Relay();
        var person = Somebody.enrolled(relay, "once");
        var who = new Returning("Acme", "once", Way.PASSPHRASE);
        var used = person.challenge();
        var wrong = person.logIn(who, used, Somebody.keys(), relay.now());
        assertRefused(Reason.WRONG_CREDENTIALS, () -> person.recovery().logIn(NOBODY, wrong));
        var right = person.logIn(who, used, person.passphraseKey, relay.now());
        assertRefused(Reason.WRONG_CREDENTIALS, () -> person.recovery().logIn(NOBODY, right));
        var late = person.challenge();
        relay.server.clock.advance(Duration.ofMinutes(10));
        var expired = person.logIn(who, late, person.passphraseKey, relay.now());
        assertRefused(Reason.WRONG_CREDENTIALS, () -> person.recovery().logIn(NOBODY, expired));
        var never = person.logIn(who, TestDevice.random(32), person.passphraseKey, relay.now());
        assertRefused(Reason.WRONG_CREDENTIALS, () -> person.recovery().logIn(NOBODY, never));
    }

    @Test
    void whatever_is_wrong_is_answered_alike_whether_there_is_such_an_account_or_not() {
        var person = Somebody.enrolled(RELAY, "target");
        var pending = RELAY.invite("pending");
        assertThat(pending.user()).isNotNull();
        var wrong = List.of(
                new Returning("Acme", "nobody", Way.PASSPHRASE),
                new Returning("Acme", "pending", Way.PASSPHRASE),
                new Returning("Elsewhere", "target", Way.PASSPHRASE),
                new Returning("Acme", "tar\u0000get", Way.PASSPHRASE),
                new Returning("", "", Way.RECOVERY_KEY),
                new Returning("Acme", "target", Way.RECOVERY_KEY));
        for (var who : wrong) {
            var logIn = person.logIn(who, person.challenge(), person.passphraseKey, RELAY.now());
            assertRefused(Reason.WRONG_CREDENTIALS, () -> person.recovery().logIn(NOBODY, logIn));
        }
        var who = new Returning("Acme", "target", Way.PASSPHRASE);
        var signed = person.logIn(who, person.challenge(), person.passphraseKey, RELAY.now());
        var forOther = new Recovery.LogIn(
                new Returning("Acme", "Target", Way.PASSPHRASE), signed.challenge(), signed.time(), signed.signature());
        assertRefused(Reason.WRONG_CREDENTIALS, () -> person.recovery().logIn(NOBODY, forOther));
        for (int length : new int[] {0, 131, 133}) {
            var cut = new Recovery.LogIn(who, person.challenge(), RELAY.now(), TestDevice.random(length));
            assertRefused(Reason.WRONG_CREDENTIALS, () -> person.recovery().logIn(NOBODY, cut));
        }
    }

    @Test
    void names_are_compared_as_the_directory_does() {
        var person = Somebody.enrolled(RELAY, "Änne");
        var who = new Returning(" ACME ", "ÄNNE", Way.PASSPHRASE);
        var logIn = person.logIn(who, person.challenge(), person.passphraseKey, RELAY.now());
        assertThat(person.recovery().logIn(NOBODY, logIn).user()).isEqualTo(person.device.address.user());
    }

    @Test
    void a_clock_apart_is_told_before_anything_else() {
        var person = Somebody.enrolled(RELAY, "clocked");
        for (var user : new String[] {"clocked", "no such user"}) {
            var who = new Returning("Acme", user, Way.PASSPHRASE);
            var time = RELAY.now().plus(Duration.ofMinutes(5)).plusMillis(1);
            var logIn = person.logIn(who, person.challenge(), person.passphraseKey, time);
            assertRefused(Reason.CLOCK_OFF, () -> person.recovery().logIn(NOBODY, logIn));
        }
    }

    @Test
    void a_suspension_is_told_to_who_proved_the_account_only_and_ends_the_token() {
        var person = Somebody.enrolled(RELAY, "paused");
        var token = person.comeBack(Way.PASSPHRASE).token().toBase64Url();
        RELAY.users.suspend(Relay.OPERATOR, RELAY.network, person.device.address.user());
        assertRefused(Reason.SUSPENDED, () -> person.comeBack(Way.PASSPHRASE));
        var who = new Returning("Acme", "paused", Way.PASSPHRASE);
        var wrong = person.logIn(who, person.challenge(), Somebody.keys(), RELAY.now());
        assertRefused(Reason.WRONG_CREDENTIALS, () -> person.recovery().logIn(NOBODY, wrong));
        assertRefused(Reason.UNAUTHENTICATED, () -> person.recovery().authenticate(token));
    }

    @Test
    void a_policy_without_recovery_keys_closes_that_way_and_no_other() {
        var relay = new Relay();
        var person = Somebody.enrolled(relay, "paper");
        relay.policies.set(
                Relay.OPERATOR,
                relay.network,
                EphemeralityPolicy.INITIAL.withDevices(new DevicePolicy(true, 5, false, false, true)));
        assertRefused(Reason.WRONG_CREDENTIALS, () -> person.comeBack(Way.RECOVERY_KEY));
        assertThat(person.comeBack(Way.PASSPHRASE).user()).isEqualTo(person.device.address.user());
    }

    @Test
    void the_same_passphrase_is_evaluated_to_the_same_secret_and_another_accounts_to_another() {
        var person = Somebody.enrolled(RELAY, "stable");
        var outputs = java.util.stream.Stream.of("stable", "stable", "ghost", "ghost", "another ghost")
                .map(user -> {
                    var input = Somebody.input("password1!");
                    var evaluation = person.recovery()
                            .evaluate(
                                    NOBODY,
                                    new Recovery.AccountNames("Acme", user),
                                    Optional.of(input.blinded().encoded()));
                    return finish(input, evaluation.evaluated().orElseThrow());
                })
                .toList();
        assertThat(outputs.get(0)).isEqualTo(outputs.get(1));
        assertThat(outputs.get(2)).isEqualTo(outputs.get(3));
        assertThat(outputs.get(0)).isNotEqualTo(outputs.get(2));
        assertThat(outputs.get(4)).isNotEqualTo(outputs.get(2));
    }

    private static Bytes finish(org.mayfly.protocol.oprf.OprfInput input, Bytes evaluated) {
        try (input;
                var output = input.finish(
                        org.mayfly.protocol.oprf.OprfElement.parse(evaluated),
                        org.mayfly.protocol.crypto.CryptoProvider.preferred())) {
            return Bytes.of(output.expose());
        } catch (org.mayfly.protocol.codec.MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void ten_evaluations_an_hour_and_fifty_a_day_are_counted_alike_for_who_exists_and_who_does_not() {
        for (var user : new String[] {"guessed", "nobody at all"}) {
            var relay = new Relay();
            var person = Somebody.enrolled(relay, "guessed");
            for (int hour = 0; hour < 5; hour++) {
                for (int guess = 0; guess < 10; guess++) {
                    evaluate(person, user);
                }
                assertRefused(Reason.RATE_LIMITED, () -> evaluate(person, user));
                relay.server.clock.advance(Duration.ofHours(1));
            }
            assertRefused(Reason.RATE_LIMITED, () -> evaluate(person, user.toUpperCase(java.util.Locale.ROOT)));
            relay.server.clock.advance(Duration.ofHours(19));
            assertThat(evaluate(person, user).evaluated()).isPresent();
        }
    }

    @Test
    void the_count_is_under_a_hash_that_needs_the_seed_and_a_recovery_key_counts_nothing() {
        var relay = new Relay();
        var person = Somebody.enrolled(relay, "uncounted");
        IntStream.range(0, 100).forEach(i -> person.challenge());
        assertThat(relay.server.rows("SELECT kind FROM account_limit WHERE kind LIKE 'recovery%'"))
                .isEmpty();
        evaluate(person, "uncounted");
        assertThat(relay.server.rows(
                        "SELECT DISTINCT encode(subject, 'hex') FROM account_limit WHERE kind LIKE 'recovery%'"))
                .singleElement()
                .isNotEqualTo(
                        org.mayfly.messaging.crypto.Hashes.sha256("uncounted").toHex());
    }

    @Test
    void the_own_devices_have_a_count_of_their_own_for_the_own_account_alone() {
        var relay = new Relay();
        var person = Somebody.enrolled(relay, "owner");
        var other = Somebody.enrolled(relay, "other");
        IntStream.range(0, 10).forEach(i -> evaluate(person, "owner"));
        assertRefused(Reason.RATE_LIMITED, () -> evaluate(person, "owner"));
        var actor = person.device.actor();
        IntStream.range(0, 10).forEach(i -> person.recovery().evaluate(actor, person.names(), Optional.of(blinded())));
        assertRefused(
                Reason.RATE_LIMITED, () -> person.recovery().evaluate(actor, person.names(), Optional.of(blinded())));
        assertRefused(Reason.FORBIDDEN, () -> person.recovery().evaluate(actor, other.names(), Optional.of(blinded())));
    }

    @Test
    void what_is_no_point_is_malformed_and_not_counted() {
        var relay = new Relay();
        var person = Somebody.enrolled(relay, "pointless");
        var notOnTheCurve = new byte[67];
        notOnTheCurve[0] = 4;
        for (var bytes :
                List.of(Bytes.empty(), TestDevice.random(66), Bytes.of(notOnTheCurve), Bytes.of(new byte[67]))) {
            assertRefused(
                    Reason.MALFORMED, () -> person.recovery().evaluate(NOBODY, person.names(), Optional.of(bytes)));
        }
        assertThat(relay.server.rows("SELECT kind FROM account_limit WHERE kind LIKE 'recovery%'"))
                .isEmpty();
    }

    @Test
    void an_invitation_is_evaluated_ten_times_and_not_used_up() {
        var relay = new Relay();
        var invited = relay.invite("soon");
        var recovery = relay.server.get(Recovery.class);
        IntStream.range(0, 10).forEach(i -> recovery.evaluateInvited(NOBODY, invited.code(), blinded()));
        relay.server.clock.advance(Duration.ofDays(1));
        assertRefused(Reason.INVITATION_UNUSABLE, () -> recovery.evaluateInvited(NOBODY, invited.code(), blinded()));
        assertRefused(Reason.INVITATION_UNUSABLE, () -> recovery.evaluateInvited(NOBODY, "0".repeat(26), blinded()));
        assertThat(relay.enrol(invited).actor().user()).isEqualTo(invited.user());
    }

    @Test
    void an_account_that_is_not_there_seems_to_have_a_seed_and_never_goes_back_to_an_older_one() {
        var relay = new Relay();
        var person = Somebody.enrolled(relay, "seeded");
        var newest = relay.server.get(Seeds.class).newest().id();
        assertThat(evaluate(person, "seeded").seed()).isEqualTo(newest);
        assertThat(evaluate(person, "ghost").seed()).isEqualTo(newest);
        assertThat(relay.server.get(Seeds.class)).hasToString("Seeds[hidden]");
    }

    @Test
    void a_returned_person_evaluates_for_the_own_account_only() {
        var person = Somebody.enrolled(RELAY, "changer");
        var actor = person.back(Way.PASSPHRASE);
        assertThat(person.recovery()
                        .evaluate(actor, person.names(), Optional.of(blinded()))
                        .evaluated())
                .isPresent();
        assertRefused(
                Reason.FORBIDDEN,
                () -> person.recovery()
                        .evaluate(actor, new Recovery.AccountNames("Acme", "nobody"), Optional.of(blinded())));
        assertRefused(
                Reason.FORBIDDEN,
                () -> person.recovery()
                        .evaluate(
                                new Actor.ApiToken(new java.util.UUID(0, 1)), person.names(), Optional.of(blinded())));
    }
}
