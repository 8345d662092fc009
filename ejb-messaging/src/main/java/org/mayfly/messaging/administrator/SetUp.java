package org.mayfly.messaging.administrator;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.Administrators.TotpEnrolment;
import org.mayfly.messaging.audit.AuditTrail;
import org.mayfly.messaging.audit.Facts;
import org.mayfly.messaging.crypto.OneTimeCode;
import org.mayfly.messaging.naming.Name;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** Makes the first administrator, for who holds the set-up code, while there is none. */
@Dependent
class SetUp {

    private static final String ISSUER = "Mayfly";
    private static final Duration ENROLMENT_LIFE = Duration.ofMinutes(15);

    private final JdbcAccounts accounts;
    private final Passwords passwords;
    private final OneTimePasswords oneTimePasswords;
    private final AuditTrail audit;
    private final Clock clock;

    @Inject
    SetUp(
            JdbcAccounts accounts,
            Passwords passwords,
            OneTimePasswords oneTimePasswords,
            AuditTrail audit,
            Clock clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.oneTimePasswords = oneTimePasswords;
        this.audit = audit;
        this.clock = clock;
    }

    TotpEnrolment begin(String setupCode, String administratorName) {
        var codeHash = openCode(setupCode);
        var name = AdministratorsBean.name(administratorName);
        var secret = oneTimePasswords.newSecret();
        try {
            var sealed = oneTimePasswords.seal(secret, name.key());
            var until = clock.instant().plus(ENROLMENT_LIFE);
            accounts.begin(codeHash, new JdbcAccounts.Pending(name.key(), sealed, until));
            return oneTimePasswords.enrolment(secret, name.shown(), ISSUER);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** @param id of the account that is made */
    Actor.Administrator complete(
            UUID id, String setupCode, String administratorName, SecretBytes password, String totp) {
        var codeHash = openCode(setupCode);
        var name = AdministratorsBean.name(administratorName);
        if (!passwords.strength(password, name.shown()).accepted()) {
            throw Reason.WEAK_PASSWORD.refused();
        }
        var pending = pending(codeHash, name);
        long step = oneTimePasswords
                .stepOf(totp, pending.totpSealed(), name.key(), clock.instant(), Long.MIN_VALUE)
                .orElseThrow(Reason.WRONG_CREDENTIALS::refused);
        var account = new Account(id, name.shown(), name.key(), passwords.hash(password), pending.totpSealed(), step);
        accounts.add(account, clock.instant());
        accounts.endSetup();
        var administrator = new Actor.Administrator(account.id());
        audit.record(
                administrator,
                "administrator.create",
                account.id().toString(),
                Facts.NONE,
                Facts.of("name", name.shown()).json());
        return administrator;
    }

    private Bytes openCode(String setupCode) {
        var hash = OneTimeCode.parse(setupCode).map(OneTimeCode::hash).orElseThrow(Reason.SETUP_CLOSED::refused);
        if (!accounts.findSetupCode(hash) || accounts.any()) {
            throw Reason.SETUP_CLOSED.refused();
        }
        return hash;
    }

    /** Of another name, or too old: its codes are as wrong as any other. */
    private JdbcAccounts.Pending pending(Bytes codeHash, Name name) {
        return accounts.pending(codeHash)
                .filter(found -> found.nameKey().equals(name.key()))
                .filter(found -> found.until().isAfter(clock.instant()))
                .orElseThrow(Reason.WRONG_CREDENTIALS::refused);
    }
}
