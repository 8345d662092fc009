package org.mayfly.messaging.crypto;

import org.mayfly.protocol.value.Bytes;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A code that a person may have to type: 26 characters of Crockford base32, 130 bits. Case and dashes don't matter; I
 * and L read as 1, O as 0. Only its {@link #hash()} is ever stored.
 *
 * @param canonical upper case, without dashes
 */
public record OneTimeCode(String canonical) {

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final Pattern FORM = Pattern.compile("[" + ALPHABET + "]{26}");
    private static final Pattern GROUPS = Pattern.compile("(?<=\\G.{5})(?=.)");
    private static final int LONGEST_INPUT = 100;

    public OneTimeCode {
        if (!FORM.matcher(canonical).matches()) {
            throw new IllegalArgumentException("not 26 characters of Crockford base32");
        }
    }

    public static OneTimeCode random(SecureRandom random) {
        var code = new StringBuilder(26);
        for (int i = 0; i < 26; i++) {
            code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new OneTimeCode(code.toString());
    }

    /** As a person typed it; empty if it can't be a code. */
    public static Optional<OneTimeCode> parse(String typed) {
        if (typed.length() > LONGEST_INPUT) {
            return Optional.empty();
        }
        var canonical = typed.toUpperCase(Locale.ROOT)
                .replaceAll("[-\\s]", "")
                .replace('I', '1')
                .replace('L', '1')
                .replace('O', '0');
        return FORM.matcher(canonical).matches() ? Optional.of(new OneTimeCode(canonical)) : Optional.empty();
    }

    /** SHA-256 of the canonical form. */
    public Bytes hash() {
        return Hashes.sha256(canonical);
    }

    /** In groups of five, to be read and typed. */
    public String inGroups() {
        return String.join("-", GROUPS.split(canonical));
    }

    @Override
    public String toString() {
        return "OneTimeCode[hidden]";
    }
}
