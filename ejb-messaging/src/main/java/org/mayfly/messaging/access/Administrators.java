package org.mayfly.messaging.access;

import org.mayfly.protocol.value.SecretBytes;

import java.net.URI;
import jakarta.ejb.Local;

/** Administrators' accounts: the first one by the set-up link, sign-in with password and TOTP. */
@Local
public interface Administrators {

    /** Whether the set-up link still waits for its first administrator. */
    boolean setupIsOpen();

    /**
     * Checks a set-up code and starts an enrolment: the secret to show as QR code and text.
     *
     * @return the otpauth URI (RFC 6238, SHA-1, 6 digits, 30 s) of a fresh secret, good for 15 minutes
     * @throws org.mayfly.messaging.refusal.RefusedException setup-closed, rate-limited
     */
    TotpEnrolment beginSetup(Actor.Anonymous actor, String setupCode, String administratorName);

    /**
     * Makes the first system administrator. The set-up code is used up.
     *
     * @param totp 6 digits for the secret of {@link #beginSetup}
     * @throws org.mayfly.messaging.refusal.RefusedException setup-closed, weak-password, name-unusable, wrong-credentials
     */
    Actor.Administrator completeSetup(
            Actor.Anonymous actor, String setupCode, String administratorName, SecretBytes password, String totp);

    /**
     * Signs in. One answer for every reason; limited per account and durable; a code of TOTP is good once.
     *
     * @throws org.mayfly.messaging.refusal.RefusedException wrong-credentials, rate-limited
     */
    Actor.Administrator signIn(Actor.Anonymous actor, String administratorName, SecretBytes password, String totp);

    /** Strength of a password in the words of the rule: 0 (weak) to 4 (strong); accepted from 3 and 12 characters. */
    PasswordStrength strength(SecretBytes password, String administratorName);

    /** The name an administrator signs in with. */
    String nameOf(Actor.Administrator actor);

    record TotpEnrolment(URI uri, String secretInBase32) {
        @Override
        public String toString() {
            return "TotpEnrolment[hidden]";
        }
    }

    record PasswordStrength(int score, boolean accepted) {}
}
