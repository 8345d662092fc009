package org.mayfly.admin.words;

import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.Refusal;

import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.ResourceBundle;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

/** The bundle with values put in. Thread-safe. Times are said in UTC, to the minute. */
@Named("say")
@ApplicationScoped
public class Words {

    private static final ResourceBundle BUNDLE = ResourceBundle.getBundle("org.mayfly.admin.words", Locale.ROOT);
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** The sentence of a key, with values in its places. */
    public String of(String key, Object... values) {
        return new MessageFormat(BUNDLE.getString(key), Locale.ENGLISH).format(values);
    }

    /** The sentence of a key that another part of the server named, or the name itself where there is none. */
    public String known(String prefix, String code) {
        var key = prefix + code;
        return BUNDLE.containsKey(key) ? BUNDLE.getString(key) : code;
    }

    public String moment(Instant instant) {
        return MOMENT.format(instant);
    }

    /** A length of time in the largest units that say it exactly: "7 days", "1 hour 30 minutes". */
    public String life(Duration life) {
        var said = new StringBuilder();
        append(said, "life.days", life.toDays());
        append(said, "life.hours", life.toHoursPart());
        append(said, "life.minutes", life.toMinutesPart());
        append(said, "life.seconds", life.toSecondsPart());
        return said.toString();
    }

    /** The largest unit alone, for the marks of a scale: "7 d". */
    public String brief(Duration life) {
        if (life.toDays() > 0) {
            return of("brief.days", life.toDays());
        }
        if (life.toHours() > 0) {
            return of("brief.hours", life.toHours());
        }
        return life.toMinutes() > 0 ? of("brief.minutes", life.toMinutes()) : of("brief.seconds", life.toSeconds());
    }

    /** What happened and what to do, for a refusal. */
    public String refusal(Refusal refusal) {
        if (refusal instanceof Refusal.Later later) {
            return of("refusal.again-in", life(wholeMinutes(later.retryAfter())));
        }
        var key = "refusal." + refusal.code();
        return of(BUNDLE.containsKey(key) ? key : "refusal.other");
    }

    /** Whether the reason has a sentence of its own here; the others concern devices only. */
    static boolean hasSentence(Reason reason) {
        return BUNDLE.containsKey("refusal." + reason.code());
    }

    private void append(StringBuilder said, String key, long amount) {
        if (amount > 0) {
            said.append(said.isEmpty() ? "" : " ").append(of(key, amount));
        }
    }

    private static Duration wholeMinutes(Duration wait) {
        return Duration.ofMinutes(Math.max(1, (wait.toSeconds() + 59) / 60));
    }
}
