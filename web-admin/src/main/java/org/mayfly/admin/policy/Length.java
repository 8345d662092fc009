package org.mayfly.admin.policy;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/**
 * A length of time as a person types it: a whole number and a unit, or off. What was typed stays as it is, also when it
 * is no number.
 */
public class Length implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_NUMBER = 7;

    private String amount = "";
    private Unit unit = Unit.SECONDS;

    /** The largest unit that says it exactly; zero is off. */
    static Length of(Duration duration) {
        var length = new Length();
        length.unit = Unit.largestIn(duration);
        length.amount = length.unit == Unit.OFF ? "" : Long.toString(duration.toSeconds() / length.unit.seconds());
        return length;
    }

    /** Empty when what was typed is not a whole number of seconds. */
    Optional<Duration> duration() {
        if (unit == Unit.OFF) {
            return Optional.of(Duration.ZERO);
        }
        var typed = amount.strip();
        if (!typed.matches("[0-9]+") || typed.length() > LONGEST_NUMBER) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofSeconds(Long.parseLong(typed) * unit.seconds()));
    }

    public boolean isOff() {
        return unit == Unit.OFF;
    }

    public String getAmount() {
        return amount;
    }

    public void setAmount(String amount) {
        this.amount = amount;
    }

    public Unit getUnit() {
        return unit;
    }

    public void setUnit(Unit unit) {
        this.unit = unit;
    }

    /** Units on offer. */
    public enum Unit {
        OFF(0),
        SECONDS(1),
        MINUTES(60),
        HOURS(3_600),
        DAYS(86_400);

        private final long seconds;

        Unit(long seconds) {
            this.seconds = seconds;
        }

        long seconds() {
            return seconds;
        }

        static Unit largestIn(Duration duration) {
            var largest = OFF;
            for (var unit : values()) {
                if (unit != OFF && duration.toSeconds() > 0 && duration.toSeconds() % unit.seconds == 0) {
                    largest = unit;
                }
            }
            return largest;
        }
    }
}
