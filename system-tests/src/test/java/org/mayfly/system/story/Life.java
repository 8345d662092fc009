package org.mayfly.system.story;

import java.util.Locale;

/**
 * A length of time as the portal takes it.
 *
 * @param unit as its menu has it, for example {@code MINUTES}
 */
record Life(int amount, String unit) {

    static Life seconds(int amount) {
        return new Life(amount, "SECONDS");
    }

    static Life minutes(int amount) {
        return new Life(amount, "MINUTES");
    }

    static Life hours(int amount) {
        return new Life(amount, "HOURS");
    }

    /** As sentences have it: "1 hour". */
    String words() {
        var plural = unit.toLowerCase(Locale.ROOT);
        return amount + " " + (amount == 1 ? plural.substring(0, plural.length() - 1) : plural);
    }
}
