package org.mayfly.messaging.limits;

import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.config.Setting;
import org.mayfly.messaging.database.Jdbc;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.Bytes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * Limits per account, counted in the database: they outlive a restart and hold across servers. Windows are fixed; a
 * count is part of the caller's transaction, and serialises the callers of one account.
 */
@Dependent
public class AccountLimits {

    private static final Duration LONGEST_WINDOW = Duration.ofDays(1);

    private final Jdbc jdbc;
    private final Limits limits;
    private final Clock clock;

    @Inject
    public AccountLimits(Jdbc jdbc, Limits limits, Clock clock) {
        this.jdbc = jdbc;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Counts so many uses.
     *
     * @throws org.mayfly.messaging.refusal.RefusedException rate-limited until the window ends
     */
    public void count(Setting limit, Duration window, Bytes account, int uses) {
        var now = clock.instant();
        var counted = jdbc.one(
                """
                INSERT INTO account_limit AS a (kind, subject, window_start, used) VALUES (?, ?, ?, ?)
                ON CONFLICT (kind, subject) DO UPDATE SET
                    used = CASE WHEN a.window_start > ? THEN a.used + excluded.used ELSE excluded.used END,
                    window_start = CASE WHEN a.window_start > ? THEN a.window_start ELSE excluded.window_start END
                RETURNING window_start, used
                """,
                row -> new Counted(row.time("window_start").plus(window), row.number("used")),
                limit.property(),
                account,
                now,
                uses,
                now.minus(window),
                now.minus(window));
        if (counted.used() > limits.of(limit)) {
            throw Reason.RATE_LIMITED.refusedUntil(Duration.between(now, counted.ends()));
        }
    }

    /** Forgets an account's count: it proved itself. */
    public void forget(Setting limit, Bytes account) {
        jdbc.update("DELETE FROM account_limit WHERE kind = ? AND subject = ?", limit.property(), account);
    }

    /** Forgets every count of an account that begins anew. */
    public void forgetAll(Bytes account) {
        jdbc.update("DELETE FROM account_limit WHERE subject = ?", account);
    }

    /** The same but for one: who can have an account begin anew must not win by doing it again and again. */
    public void forgetAllBut(Setting kept, Bytes account) {
        jdbc.update("DELETE FROM account_limit WHERE subject = ? AND kind <> ?", account, kept.property());
    }

    /** Deletes what no window needs any more. */
    public void purge() {
        jdbc.update(
                "DELETE FROM account_limit WHERE window_start < ?",
                clock.instant().minus(LONGEST_WINDOW));
    }

    private record Counted(Instant ends, long used) {}
}
