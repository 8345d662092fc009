package org.mayfly.messaging.recovery;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.Operation;
import org.mayfly.messaging.bundle.Bundles;
import org.mayfly.messaging.bundle.Seed.AccountName;
import org.mayfly.messaging.bundle.Seeds;
import org.mayfly.messaging.crypto.Hashes;
import org.mayfly.messaging.crypto.OneTimeCode;
import org.mayfly.messaging.database.Chore;
import org.mayfly.messaging.device.JdbcDevices;
import org.mayfly.messaging.naming.Name;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.RefusedException;
import org.mayfly.messaging.user.UserStore;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.Bytes;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import jakarta.ejb.Schedule;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Recovery over PostgreSQL. */
@Stateless
public class RecoveryBean implements Recovery {

    private static final int LONGEST_NETWORK = 100;
    private static final int LONGEST_USER = 64;
    private static final int TOKEN_BYTES = 32;
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(15);
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final Evaluations evaluations;
    private final ReturnLogIn logIns;
    private final JdbcRecovery stored;
    private final JdbcDevices devices;
    private final Bundles bundles;
    private final Seeds seeds;
    private final UserStore users;
    private final Clock clock;
    private final SecureRandom random;

    @Inject
    public RecoveryBean(
            Evaluations evaluations,
            ReturnLogIn logIns,
            JdbcRecovery stored,
            JdbcDevices devices,
            Bundles bundles,
            Seeds seeds,
            UserStore users,
            Clock clock,
            SecureRandom random) {
        this.evaluations = evaluations;
        this.logIns = logIns;
        this.stored = stored;
        this.devices = devices;
        this.bundles = bundles;
        this.seeds = seeds;
        this.users = users;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Evaluation evaluate(Actor actor, AccountNames names, Optional<Bytes> blinded) {
        Operation.EVALUATE_PASSPHRASE.check(actor);
        var name = name(names.network(), names.user());
        if (actor instanceof Actor.Device device) {
            return evaluations.own(actor, device.user(), name, blinded);
        } else if (actor instanceof Actor.Returned person) {
            return evaluations.own(actor, person.user(), name, blinded);
        }
        return evaluations.byName(name, blinded);
    }

    @Override
    public Bytes pseudonym(AccountNames names) {
        return seeds.pseudonym(name(names.network(), names.user()));
    }

    @Override
    public Evaluation evaluateInvited(Actor.Anonymous actor, String code, Bytes blinded) {
        Operation.EVALUATE_PASSPHRASE.check(actor);
        var parsed = OneTimeCode.parse(code).orElseThrow(Reason.INVITATION_UNUSABLE::refused);
        var user = users.invitedBy(parsed.hash(), clock.instant()).orElseThrow(Reason.INVITATION_UNUSABLE::refused);
        return evaluations.invited(user.network(), user.id(), parsed.hash(), blinded);
    }

    /** Each statement commits for itself: the challenge stays used up when the proof is refused. */
    @Override
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Account logIn(Actor.Anonymous actor, LogIn logIn) {
        Operation.COME_BACK.check(actor);
        var who = logIn.person();
        var proven = logIns.prove(logIn, name(who.network(), who.user()));
        var person = proven.person();
        var token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        var expires = clock.instant().plus(TOKEN_LIFE);
        stored.addSession(Hashes.sha256(token), person.user(), who.way(), expires);
        requireCurrent(proven, who.way());
        return new Account(
                person.network(),
                person.networkName(),
                person.user(),
                person.userName(),
                proven.stored().bundle(),
                new Versions(
                        proven.stored().version(),
                        bundles.version(person.user(), Way.PASSPHRASE),
                        bundles.version(person.user(), Way.RECOVERY_KEY)),
                devices.allLists(person.network(), person.user()),
                Bytes.of(token),
                expires,
                ReturnedAccountBean.needsApproval(who.way(), proven.policy().devices()),
                proven.policy());
    }

    /** A change that came first did not see this session, so it ended none; one that comes later does. */
    private void requireCurrent(ReturnLogIn.Proven proven, Way way) {
        var current = bundles.find(proven.person().user(), way);
        if (!current.equals(Optional.of(proven.stored()))) {
            throw Reason.WRONG_CREDENTIALS.refused();
        }
    }

    @Override
    public Actor.Returned authenticate(String token) {
        if (!TOKEN.matcher(token).matches()) {
            throw Reason.UNAUTHENTICATED.refused();
        }
        return stored.session(Hashes.sha256(Bytes.parseBase64Url(token).toArray()), clock.instant())
                .orElseThrow(Reason.UNAUTHENTICATED::refused);
    }

    /** As the directory compares them. What can be no name is the name of nobody, and treated like one. */
    private static AccountName name(String network, String user) {
        return new AccountName(key(network, LONGEST_NETWORK), key(user, LONGEST_USER));
    }

    private static String key(String typed, int longest) {
        if (typed.length() > 4 * longest) {
            throw Reason.MALFORMED.refused();
        }
        try {
            return Name.parse(typed, longest).key();
        } catch (RefusedException unusable) {
            // PostgreSQL takes no NUL in a text; nobody's name has a control character either.
            return "\u0001" + typed.replace('\0', '\u0001');
        }
    }

    @Schedule(hour = "*", minute = "*", second = "50", persistent = false)
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    void purgeOnSchedule() {
        Chore.run(() -> stored.purge(clock.instant()));
    }
}
