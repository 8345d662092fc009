package org.mayfly.messaging.recovery;

import org.junit.jupiter.api.Test;
import org.mayfly.messaging.bundle.Seeds;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.testing.Relay;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.oprf.OprfElement;
import org.mayfly.protocol.signed.SignedInput.Returning;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.Bytes;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.messaging.recovery.Somebody.NOBODY;
import static org.mayfly.messaging.testing.Refusals.assertRefused;

/** What a restart leaves, and how an account moves from an old seed to the newest. */
class RestartAndRotationTest {

    private static final String PASSPHRASE = "password1!";

    private final Relay before = new Relay();
    private final Somebody ada = Somebody.enrolled(before, "ada");
    private final UUID oldSeed = newest(before);

    private static UUID newest(Relay relay) {
        return relay.server.get(Seeds.class).newest().id();
    }

    private static Recovery.Evaluation evaluate(Somebody person) {
        return person.recovery().evaluate(NOBODY, person.names(), Optional.of(blinded()));
    }

    private static Bytes blinded() {
        return Somebody.input(PASSPHRASE).blinded().encoded();
    }

    /** What the passphrase becomes at this server. */
    private static Bytes output(Somebody person) {
        try (var input = Somebody.input(PASSPHRASE)) {
            var answer = person.recovery()
                    .evaluate(
                            NOBODY, person.names(), Optional.of(input.blinded().encoded()));
            var element = OprfElement.parse(answer.evaluated().orElseThrow());
            try (var output = input.finish(element, CryptoProvider.preferred())) {
                return Bytes.of(output.expose());
            }
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Relay rotated() {
        before.server.rotateSeed();
        return before.restarted();
    }

    @Test
    void guesses_made_before_a_restart_and_before_a_new_seed_still_count() {
        IntStream.range(0, 10).forEach(guess -> evaluate(ada));
        assertRefused(Reason.RATE_LIMITED, () -> evaluate(ada.at(before.restarted())));
        var after = ada.at(rotated());
        assertRefused(Reason.RATE_LIMITED, () -> evaluate(after));
        after.relay.server.clock.advance(Duration.ofHours(1));
        assertThat(evaluate(after).evaluated()).isPresent();
    }

    @Test
    void the_own_devices_count_and_that_of_changes_outlive_a_restart_too() {
        var device = ada.device.actor();
        IntStream.range(0, 10).forEach(i -> ada.recovery().evaluate(device, ada.names(), Optional.of(blinded())));
        var back = ada.back(Way.PASSPHRASE);
        IntStream.rangeClosed(2, 41)
                .forEach(version ->
                        ada.put(back, Way.PASSPHRASE, version, ada.bundle(Way.PASSPHRASE, ada.passphraseKey)));
        var after = ada.at(before.restarted());
        assertRefused(
                Reason.RATE_LIMITED, () -> after.recovery().evaluate(device, after.names(), Optional.of(blinded())));
        assertRefused(
                Reason.RATE_LIMITED,
                () -> after.put(back, Way.PASSPHRASE, 42, after.bundle(Way.PASSPHRASE, after.passphraseKey)));
    }

    @Test
    void a_challenge_and_a_token_from_before_a_restart_are_good_after_it_and_used_ones_are_not() {
        var who = new Returning("Acme", "ada", Way.PASSPHRASE);
        var open = ada.challenge();
        var used = ada.challenge();
        var token = ada.recovery()
                .logIn(NOBODY, ada.logIn(who, used, ada.passphraseKey, before.now()))
                .token();
        var after = ada.at(before.restarted());
        assertThat(after.recovery().authenticate(token.toBase64Url()).user()).isEqualTo(ada.device.address.user());
        var again = after.logIn(who, used, after.passphraseKey, before.now());
        assertRefused(Reason.WRONG_CREDENTIALS, () -> after.recovery().logIn(NOBODY, again));
        assertThat(after.recovery()
                        .logIn(NOBODY, after.logIn(who, open, after.passphraseKey, before.now()))
                        .user())
                .isEqualTo(ada.device.address.user());
    }

    @Test
    void an_account_opens_under_its_old_seed_and_moves_to_the_newest_with_its_next_bundle() {
        var secret = output(ada);
        var relay = rotated();
        var after = ada.at(relay);
        assertThat(newest(relay)).isNotEqualTo(oldSeed);
        assertThat(evaluate(after).seed()).isEqualTo(oldSeed);
        assertThat(output(after))
                .as("the same passphrase opens the same bundle")
                .isEqualTo(secret);
        assertThat(after.comeBack(Way.PASSPHRASE).bundle().seed()).contains(oldSeed);

        var back = after.back(Way.PASSPHRASE);
        var forNew = after.recovery().evaluate(back, after.names(), Optional.of(blinded()));
        assertThat(forNew.seed()).isEqualTo(newest(relay));
        after.put(back, Way.PASSPHRASE, 2, after.bundle(Way.PASSPHRASE, after.passphraseKey));

        assertThat(evaluate(after).seed()).isEqualTo(newest(relay));
        assertThat(output(after)).isNotEqualTo(secret);
    }

    @Test
    void whoever_enrols_after_a_rotation_is_under_the_newest_seed() {
        var relay = rotated();
        var invited = relay.invite("ben");
        var evaluation = relay.server.get(Recovery.class).evaluateInvited(NOBODY, invited.code(), blinded());
        assertThat(evaluation.seed()).isEqualTo(newest(relay)).isNotEqualTo(oldSeed);
        assertThat(Somebody.enrolled(relay, "cleo")
                        .comeBack(Way.PASSPHRASE)
                        .bundle()
                        .seed())
                .contains(newest(relay));
    }

    @Test
    void a_seed_that_was_lost_takes_its_passphrases_with_it_silently_and_no_recovery_key() {
        var secret = output(ada);
        before.server.rotateSeed();
        before.server.loseAllSeedsButTheNewest();
        var after = ada.at(before.restarted());
        assertThat(evaluate(after).evaluated()).isPresent();
        assertThat(output(after)).isNotEqualTo(secret);
        assertThat(after.comeBack(Way.RECOVERY_KEY).user()).isEqualTo(ada.device.address.user());
        assertRefused(
                Reason.MALFORMED,
                () -> after.put(
                        after.back(Way.RECOVERY_KEY),
                        Way.PASSPHRASE,
                        2,
                        new org.mayfly.messaging.bundle.Bundle(
                                after.bundle(Way.PASSPHRASE, after.passphraseKey)
                                        .sealed(),
                                after.bundle(Way.PASSPHRASE, after.passphraseKey)
                                        .logInKey(),
                                Optional.of(oldSeed))));
    }
}
