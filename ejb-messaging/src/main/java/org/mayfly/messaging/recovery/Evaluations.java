package org.mayfly.messaging.recovery;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.bundle.Bundle;
import org.mayfly.messaging.bundle.Bundles;
import org.mayfly.messaging.bundle.JdbcBundles;
import org.mayfly.messaging.bundle.Seed;
import org.mayfly.messaging.bundle.Seed.AccountName;
import org.mayfly.messaging.bundle.Seeds;
import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.config.Setting;
import org.mayfly.messaging.limits.AccountLimits;
import org.mayfly.messaging.recovery.JdbcRecovery.Person;
import org.mayfly.messaging.recovery.Recovery.Evaluation;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.user.UserStore;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.oprf.OprfElement;
import org.mayfly.protocol.oprf.OprfKey;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * Evaluations of blinded passphrases. A guess needs one, so each is counted before anything else is done, in the
 * transaction that answers: who exists and who doesn't are counted alike and answered alike.
 */
@Dependent
class Evaluations {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final RandomSource random = RandomSource.of(CryptoProvider.preferred());
    private final JdbcRecovery accounts;
    private final Bundles bundles;
    private final Seeds seeds;
    private final AccountLimits limits;
    private final UserStore users;
    private final Limits settings;
    private final Challenges challenges;

    @Inject
    Evaluations(
            JdbcRecovery accounts,
            Bundles bundles,
            Seeds seeds,
            AccountLimits limits,
            UserStore users,
            Limits settings,
            Challenges challenges) {
        this.accounts = accounts;
        this.bundles = bundles;
        this.seeds = seeds;
        this.limits = limits;
        this.users = users;
        this.settings = settings;
        this.challenges = challenges;
    }

    /** By name: whoever asks. */
    Evaluation byName(AccountName name, Optional<Bytes> blinded) {
        var element = blinded.map(Evaluations::parse);
        if (element.isPresent()) {
            var subject = seeds.pseudonym(name);
            limits.count(Setting.RECOVERY_EVALUATIONS, HOUR, subject, 1);
            limits.count(Setting.RECOVERY_EVALUATIONS_DAILY, DAY, subject, 1);
        }
        return answer(keyFor(accounts.find(name), name), element);
    }

    /** For a device or a returned person: the own account, with a count of its own. */
    Evaluation own(Actor actor, UserId user, AccountName name, Optional<Bytes> blinded) {
        var element = blinded.map(Evaluations::parse);
        var person = accounts.find(name);
        if (person.filter(found -> found.user().equals(user)).isEmpty()) {
            throw Reason.FORBIDDEN.refused();
        }
        if (element.isPresent()) {
            limits.count(Setting.OWN_EVALUATIONS, HOUR, user.value(), 1);
            limits.count(Setting.OWN_EVALUATIONS_DAILY, DAY, user.value(), 1);
        }
        var key = actor instanceof Actor.Returned ? newest(person.get().network(), user) : keyFor(person, name);
        return answer(key, element);
    }

    Evaluation invited(NetworkId network, UserId user, Bytes codeHash, Bytes blinded) {
        var element = parse(blinded);
        if (!users.countEvaluation(codeHash, settings.of(Setting.INVITED_EVALUATIONS))) {
            throw Reason.INVITATION_UNUSABLE.refused();
        }
        limits.count(Setting.INVITED_EVALUATIONS_DAILY, DAY, user.value(), 1);
        return answer(newest(network, user), Optional.of(element));
    }

    private record Key(UUID seed, OprfKey key) {}

    private Evaluation answer(Key key, Optional<OprfElement> element) {
        return new Evaluation(
                challenges.issue(),
                key.seed(),
                element.map(blinded -> key.key().evaluate(blinded, random).encoded()));
    }

    private Key newest(NetworkId network, UserId user) {
        var seed = seeds.newest();
        return new Key(seed.id(), seed.keyOf(network, user));
    }

    /** The database is asked the same for who is not there: an answer that comes sooner would tell. */
    private Key keyFor(Optional<Person> person, AccountName name) {
        var found = person.orElseGet(Person::nobody);
        var known = seedOf(found).map(seed -> keyOf(seed, found));
        return known.orElseGet(() -> {
            var seed = seeds.ofNobody(name);
            return new Key(seed.id(), seed.keyOfNobody(name));
        });
    }

    private static Key keyOf(Seed seed, Person person) {
        return new Key(seed.id(), seed.keyOf(person.network(), person.user()));
    }

    private Optional<Seed> seedOf(Person person) {
        return bundles.find(person.user(), Way.PASSPHRASE)
                .map(JdbcBundles.Stored::bundle)
                .flatMap(Bundle::seed)
                .flatMap(seeds::find);
    }

    private static OprfElement parse(Bytes blinded) {
        try {
            return OprfElement.parse(blinded);
        } catch (MalformedException noPoint) {
            throw Reason.MALFORMED.refused();
        }
    }
}
