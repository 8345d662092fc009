package org.mayfly.admin.memory;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.Administrators;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.SecretBytes;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** One administrator at most; the one-time code is always the same, and good as often as it is typed. */
public class MemoryAdministrators implements Administrators {

    public static final String SETUP_CODE = "7K3M-Q9TX-W2BD-8HNC-V5RJ-4YFP-6A";
    public static final String TOTP = "123456";
    private static final String SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

    private Optional<Account> account = Optional.empty();

    @Override
    public boolean setupIsOpen() {
        return account.isEmpty();
    }

    @Override
    public TotpEnrolment beginSetup(Actor.Anonymous actor, String setupCode, String administratorName) {
        check(setupCode);
        return new TotpEnrolment(URI.create("otpauth://totp/Mayfly:admin?secret=" + SECRET + "&issuer=Mayfly"), SECRET);
    }

    @Override
    public Actor.Administrator completeSetup(
            Actor.Anonymous actor, String setupCode, String administratorName, SecretBytes password, String totp) {
        check(setupCode);
        if (!totp.equals(TOTP)) {
            throw Reason.WRONG_CREDENTIALS.refused();
        }
        var made = new Account(UUID.randomUUID(), administratorName, text(password));
        account = Optional.of(made);
        return new Actor.Administrator(made.id());
    }

    @Override
    public Actor.Administrator signIn(
            Actor.Anonymous actor, String administratorName, SecretBytes password, String totp) {
        return account.filter(known -> known.name().equals(administratorName)
                        && known.password().equals(text(password))
                        && totp.equals(TOTP))
                .map(known -> new Actor.Administrator(known.id()))
                .orElseThrow(Reason.WRONG_CREDENTIALS::refused);
    }

    @Override
    public PasswordStrength strength(SecretBytes password, String administratorName) {
        int score = Math.min(4, password.length() / 4);
        return new PasswordStrength(score, password.length() >= 12);
    }

    @Override
    public String nameOf(Actor.Administrator actor) {
        return account.map(Account::name).orElse("");
    }

    private void check(String setupCode) {
        if (!setupIsOpen() || !setupCode.equals(SETUP_CODE)) {
            throw Reason.SETUP_CLOSED.refused();
        }
    }

    private static String text(SecretBytes password) {
        return new String(password.expose(), StandardCharsets.UTF_8);
    }

    private record Account(UUID id, String name, String password) {}
}
