package org.mayfly.messaging.recovery;

import org.mayfly.messaging.bundle.Bundle;
import org.mayfly.messaging.bundle.Bundles;
import org.mayfly.messaging.bundle.JdbcBundles;
import org.mayfly.messaging.bundle.Seed.AccountName;
import org.mayfly.messaging.config.ServerSettings;
import org.mayfly.messaging.policy.EphemeralityPolicy;
import org.mayfly.messaging.policy.JdbcPolicies;
import org.mayfly.messaging.recovery.JdbcRecovery.Person;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.Limits;
import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.signed.Signatures;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.signed.SignedInput.Way;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** Judges the proof of a returning person: the same work and the same answer, whether there is such an account or not. */
@Dependent
class ReturnLogIn {

    /** Of nobody: its private part was thrown away. */
    private static final P521PublicKey NOBODYS = nobodys();

    private final Sha512 hash = new Sha512(CryptoProvider.preferred());
    private final JdbcRecovery accounts;
    private final Bundles bundles;
    private final JdbcPolicies policies;
    private final Challenges challenges;
    private final ServerSettings settings;
    private final Clock clock;

    @Inject
    ReturnLogIn(
            JdbcRecovery accounts,
            Bundles bundles,
            JdbcPolicies policies,
            Challenges challenges,
            ServerSettings settings,
            Clock clock) {
        this.accounts = accounts;
        this.bundles = bundles;
        this.policies = policies;
        this.challenges = challenges;
        this.settings = settings;
        this.clock = clock;
    }

    /** Who proved it, and with which bundle. */
    record Proven(Person person, JdbcBundles.Stored stored, EphemeralityPolicy policy) {}

    Proven prove(Recovery.LogIn logIn, AccountName name) {
        boolean challenged = challenges.take(logIn.challenge());
        var now = clock.instant();
        if (Duration.between(logIn.time(), now).abs().compareTo(Limits.CLOCK_TOLERANCE) > 0) {
            throw Reason.CLOCK_OFF.refused();
        }
        var person = accounts.find(name).orElseGet(Person::nobody);
        var proven = candidate(person, logIn.person().way());
        var key = proven.map(Proven::stored)
                .map(JdbcBundles.Stored::bundle)
                .map(Bundle::logInKey)
                .orElse(NOBODYS);
        var input =
                SignedInput.recovery(settings.serverName(), hash.hash(logIn.challenge()), logIn.person(), logIn.time());
        // New each time: it remembers the last key, and nobody's is always the same: the time would tell who is there.
        var signatures = new Signatures(CryptoProvider.preferred());
        boolean signed =
                logIn.signature().length() == Sizes.SIGNATURE && signatures.verify(key, input, logIn.signature());
        if (!challenged || !signed || proven.isEmpty()) {
            throw Reason.WRONG_CREDENTIALS.refused();
        }
        if (proven.get().person().suspended()) {
            throw Reason.SUSPENDED.refused();
        }
        return proven.get();
    }

    private Optional<Proven> candidate(Person person, Way way) {
        var policy = policies.find(person.network());
        var stored = bundles.find(person.user(), way);
        return policy.filter(
                        allowed -> way == Way.PASSPHRASE || allowed.devices().recoveryKey())
                .flatMap(allowed -> stored.map(bundle -> new Proven(person, bundle, allowed)));
    }

    private static P521PublicKey nobodys() {
        var provider = CryptoProvider.preferred();
        SecureRandom random =
                org.mayfly.protocol.crypto.RandomSource.of(provider).secureRandom();
        return P521PublicKey.of(provider.p521KeyPairs(random).generateKeyPair().getPublic());
    }
}
