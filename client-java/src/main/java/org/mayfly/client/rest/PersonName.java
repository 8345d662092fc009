package org.mayfly.client.rest;

import java.text.Normalizer;
import java.util.Locale;

/** Names of people, by the server's own rule: what it says is shown on a terminal. */
public final class PersonName {

    private static final int LONGEST = 64;

    private PersonName() {}

    /** 1 to 64 characters, none of them a control, format, private, unassigned or separator character but the space. */
    static boolean isUsable(String name) {
        var length = name.codePointCount(0, name.length());
        return length >= 1 && length <= LONGEST && name.codePoints().allMatch(PersonName::isUsable);
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

    /** Two names of which this is the same are the same name. */
    public static String canonical(String name) {
        return compatible(compatible(name.strip()).toLowerCase(Locale.ROOT)).strip();
    }

    private static String compatible(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }
}
