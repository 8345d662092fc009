package org.mayfly.messaging.administrator;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.Administrators;
import org.mayfly.messaging.access.Operation;
import org.mayfly.messaging.crypto.RandomIds;
import org.mayfly.messaging.naming.Name;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.SecretBytes;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Administrators' accounts in PostgreSQL. */
@Stateless
public class AdministratorsBean implements Administrators {

    private final JdbcAccounts accounts;
    private final SetUp setUp;
    private final SignIn signIn;
    private final Passwords passwords;
    private final RandomIds ids;

    @Inject
    public AdministratorsBean(JdbcAccounts accounts, SetUp setUp, SignIn signIn, Passwords passwords, RandomIds ids) {
        this.accounts = accounts;
        this.setUp = setUp;
        this.signIn = signIn;
        this.passwords = passwords;
        this.ids = ids;
    }

    @Override
    public boolean setupIsOpen() {
        return !accounts.any() && accounts.anySetupCode();
    }

    @Override
    public TotpEnrolment beginSetup(Actor.Anonymous actor, String setupCode, String administratorName) {
        Operation.SET_UP.check(actor);
        return setUp.begin(setupCode, administratorName);
    }

    @Override
    public Actor.Administrator completeSetup(
            Actor.Anonymous actor, String setupCode, String administratorName, SecretBytes password, String totp) {
        Operation.SET_UP.check(actor);
        return setUp.complete(ids.next(), setupCode, administratorName, password, totp);
    }

    /** Without a transaction around: what is counted stays counted when the sign-in is refused. */
    @Override
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Actor.Administrator signIn(
            Actor.Anonymous actor, String administratorName, SecretBytes password, String totp) {
        Operation.SIGN_IN.check(actor);
        return signIn.attempt(administratorName, password, totp);
    }

    @Override
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public PasswordStrength strength(SecretBytes password, String administratorName) {
        return passwords.strength(password, administratorName);
    }

    @Override
    public String nameOf(Actor.Administrator actor) {
        return accounts.nameOf(actor.id()).orElseThrow(Reason.UNAUTHENTICATED::refused);
    }

    static Name name(String administratorName) {
        return Name.parse(administratorName, 64);
    }
}
