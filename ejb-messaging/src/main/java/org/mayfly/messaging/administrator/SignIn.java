package org.mayfly.messaging.administrator;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.config.Setting;
import org.mayfly.messaging.crypto.InstallationSecrets;
import org.mayfly.messaging.limits.AccountLimits;
import org.mayfly.messaging.naming.Name;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.RefusedException;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.crypto.Mac;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * Signs an administrator in. Counts the attempt before it looks at anything, for unknown names too; does the same work
 * whether the name is there or not; gives one answer for every reason.
 */
@Dependent
class SignIn {

    private static final Duration WINDOW = Duration.ofMinutes(15);

    private final JdbcAccounts accounts;
    private final Passwords passwords;
    private final OneTimePasswords oneTimePasswords;
    private final Attempts attempts;
    private final Clock clock;

    @Inject
    SignIn(
            JdbcAccounts accounts,
            Passwords passwords,
            OneTimePasswords oneTimePasswords,
            Attempts attempts,
            Clock clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.oneTimePasswords = oneTimePasswords;
        this.attempts = attempts;
        this.clock = clock;
    }

    Actor.Administrator attempt(String administratorName, SecretBytes password, String totp) {
        var name = parse(administratorName);
        attempts.count(name);
        var account = name.flatMap(parsed -> accounts.find(parsed.key()));
        if (account.isEmpty()) {
            passwords.pretend(password);
            throw Reason.WRONG_CREDENTIALS.refused();
        }
        var found = account.get();
        boolean passwordMatches = passwords.matches(password, found.password());
        var step = oneTimePasswords.stepOf(
                totp, found.totpSealed(), found.nameKey(), clock.instant(), found.totpLastStep());
        if (!passwordMatches || step.isEmpty() || !accounts.useStep(found.id(), step.getAsLong())) {
            throw Reason.WRONG_CREDENTIALS.refused();
        }
        attempts.forget(name);
        return new Actor.Administrator(found.id());
    }

    private static Optional<Name> parse(String administratorName) {
        try {
            return Optional.of(AdministratorsBean.name(administratorName));
        } catch (RefusedException unusable) {
            return Optional.empty();
        }
    }

    /** The count of an account: under a keyed hash, because people type passwords where the name goes. */
    @Dependent
    static class Attempts {

        private final AccountLimits limits;
        private final InstallationSecrets secrets;

        @Inject
        Attempts(AccountLimits limits, InstallationSecrets secrets) {
            this.limits = limits;
            this.secrets = secrets;
        }

        void count(Optional<Name> name) {
            limits.count(Setting.SIGN_IN_ATTEMPTS, WINDOW, subject(name), 1);
        }

        void forget(Optional<Name> name) {
            limits.forget(Setting.SIGN_IN_ATTEMPTS, subject(name));
        }

        private Bytes subject(Optional<Name> name) {
            try {
                var mac = Mac.getInstance("HmacSHA256");
                mac.init(secrets.key("sign-in-names", "HmacSHA256"));
                return Bytes.of(mac.doFinal(name.map(Name::key).orElse("").getBytes(StandardCharsets.UTF_8)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
