package org.mayfly.launcher.access;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * The one-time code by which the first administrator is made: 26 characters of Crockford's base32, 130 random bits. It
 * is shown once; only its hash is stored.
 *
 * @param canonical upper case, without dashes
 */
public record SetUpCode(String canonical) {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 26;
    private static final int GROUP = 5;

    public SetUpCode {
        if (!canonical.matches("[" + ALPHABET + "]{" + LENGTH + "}")) {
            throw new IllegalArgumentException("not a set-up code");
        }
    }

    static SetUpCode random(SecureRandom random) {
        StringBuilder text = new StringBuilder();
        random.ints(LENGTH, 0, ALPHABET.length()).forEach(index -> text.append(ALPHABET.charAt(index)));
        return new SetUpCode(text.toString());
    }

    /** In groups of five, for people. */
    public String grouped() {
        return canonical.replaceAll("(.{" + GROUP + "})(?=.)", "$1-");
    }

    byte[] hash() {
        return Sha256.of(canonical.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return "SetUpCode[hidden]";
    }
}
