package org.mayfly.messaging.naming;

import org.mayfly.messaging.refusal.Reason;

import java.text.Normalizer;
import java.util.Locale;

/**
 * A name of a network, user, administrator or token.
 *
 * @param shown as written, NFC, without space around it
 * @param key NFKC and lower case: two names with the same key are the same name
 */
public record Name(String shown, String key) {

    /**
     * @param longest in characters, counted as code points, of either form
     * @throws org.mayfly.messaging.refusal.RefusedException name-unusable: empty, too long, or with control, format,
     *     unassigned or separator characters other than the space
     */
    public static Name parse(String written, int longest) {
        // Length first: nobody normalises a megabyte.
        if (written.length() > 4 * longest) {
            throw Reason.NAME_UNUSABLE.refused();
        }
        var shown = Normalizer.normalize(written, Normalizer.Form.NFC).strip();
        var key = compatible(compatible(shown).toLowerCase(Locale.ROOT)).strip();
        if (!isUsable(shown, longest) || !isUsable(key, longest)) {
            throw Reason.NAME_UNUSABLE.refused();
        }
        return new Name(shown, key);
    }

    private static String compatible(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    private static boolean isUsable(String text, int longest) {
        int length = text.codePointCount(0, text.length());
        return length >= 1 && length <= longest && text.codePoints().allMatch(Name::isUsable);
    }

    private static boolean isUsable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> codePoint == ' ';
            default -> true;
        };
    }
}
