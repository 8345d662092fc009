package org.mayfly.protocol.client.recovery;

import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.SecretBytes;

import java.util.Arrays;
import java.util.Optional;

/**
 * The second way back, on paper: 160 random bits, which no server has to guard against guessing. To be closed.
 *
 * <p>Written in Crockford's base 32, eight groups of four characters.
 */
public final class RecoveryKey implements AutoCloseable {

    private static final int BYTES = 20;
    private static final int CHARACTERS = 32;
    private static final int GROUP = 4;
    private static final int BITS = 5;
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private final SecretBytes key;

    private RecoveryKey(SecretBytes key) {
        this.key = key;
    }

    public static RecoveryKey generate(RandomSource random) {
        return new RecoveryKey(random.secret(BYTES));
    }

    /** As a person typed it: case, dashes and spaces don't matter, O is 0, I and L are 1. Empty if it is no such key. */
    public static Optional<RecoveryKey> parse(CharSequence typed) {
        var values = new int[CHARACTERS];
        var count = 0;
        for (var i = 0; i < typed.length(); i++) {
            var character = typed.charAt(i);
            if (character == '-' || Character.isWhitespace(character)) {
                continue;
            }
            var value = value(character);
            if (value < 0 || count == CHARACTERS) {
                return Optional.empty();
            }
            values[count++] = value;
        }
        return count == CHARACTERS ? Optional.of(new RecoveryKey(joined(values))) : Optional.empty();
    }

    private static int value(char character) {
        return switch (Character.toUpperCase(character)) {
            case 'O' -> 0;
            case 'I', 'L' -> 1;
            default -> ALPHABET.indexOf(Character.toUpperCase(character));
        };
    }

    private static SecretBytes joined(int[] values) {
        var bytes = new byte[BYTES];
        for (var bit = 0; bit < BYTES * 8; bit++) {
            var set = values[bit / BITS] >> (BITS - 1 - bit % BITS) & 1;
            bytes[bit / 8] |= (byte) (set << (7 - bit % 8));
        }
        Arrays.fill(values, 0);
        return SecretBytes.takeOver(bytes);
    }

    /** For the person's eyes, once: eight groups of four, joined by dashes. */
    public String printed() {
        var bytes = key.expose();
        var text = new StringBuilder();
        for (var place = 0; place < CHARACTERS; place++) {
            var value = 0;
            for (var bit = place * BITS; bit < (place + 1) * BITS; bit++) {
                value = value << 1 | bytes[bit / 8] >> (7 - bit % 8) & 1;
            }
            text.append(place > 0 && place % GROUP == 0 ? "-" : "").append(ALPHABET.charAt(value));
        }
        Arrays.fill(bytes, (byte) 0);
        return text.toString();
    }

    SecretBytes key() {
        return key;
    }

    @Override
    public void close() {
        key.destroy();
    }

    @Override
    public String toString() {
        return "RecoveryKey[hidden]";
    }
}
