package org.mayfly.messaging.mailbox;

import org.mayfly.messaging.signal.Level;
import org.mayfly.messaging.signal.Part;
import org.mayfly.messaging.signal.Signals;
import org.mayfly.messaging.time.ElapsedTime;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Reads figures of the mailboxes from time to time, so that no scrape, and no storm of them, reaches the database. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class MailboxReadings {

    private static final System.Logger LOG = System.getLogger(MailboxReadings.class.getName());

    /** The longest life of a message. */
    static final int DAYS_NEEDED = 30;

    private final JdbcMailboxReadings store;
    private final MailboxCommits commits;
    private final Signals signals;
    private final Clock clock;
    private final ElapsedTime time;
    private volatile Reading last = new Reading(Optional.empty(), Optional.empty(), -1);
    private volatile Duration readAt = Duration.ZERO;

    /** @param daysAhead -1: nothing was read, or not even today has room */
    private record Reading(Optional<Instant> oldest, Optional<Instant> firstEnd, int daysAhead) {}

    @Inject
    public MailboxReadings(
            JdbcMailboxReadings store, MailboxCommits commits, Signals signals, Clock clock, ElapsedTime time) {
        this.store = store;
        this.commits = commits;
        this.signals = signals;
        this.clock = clock;
        this.time = time;
    }

    /** A new installation has no room yet: it is made here, so that the server is not ready before. */
    @PostConstruct
    void watch() {
        readAt = time.elapsed();
        signals.watch(Level.OLDEST_MAIL_SECONDS, () -> secondsSince(last.oldest()));
        signals.watch(Level.PURGE_LAG_SECONDS, () -> secondsSince(last.firstEnd()));
        signals.watch(Level.MAILBOX_DAYS_AHEAD, () -> last.daysAhead());
        signals.watch(Level.READINGS_AGE_SECONDS, () -> seconds(time.elapsed().minus(readAt)));
        signals.watch(Part.MAILBOX_DAYS, () -> last.daysAhead() >= DAYS_NEEDED);
        attempt(() -> commits.prepare(ExpiryDay.of(clock.instant())));
        readOnSchedule();
    }

    @Schedule(hour = "*", minute = "*", second = "*/15", persistent = false)
    void readOnSchedule() {
        attempt(this::read);
    }

    /** Without the database the figures grow old, and say so. */
    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException away) {
            LOG.log(System.Logger.Level.DEBUG, "the mailboxes could not be looked at");
        }
    }

    void read() {
        last = new Reading(store.oldest(), store.firstEnd(), store.daysAhead(ExpiryDay.of(clock.instant())));
        readAt = time.elapsed();
    }

    /** 0 where there is none, or it is still to come. */
    private double secondsSince(Optional<Instant> moment) {
        return moment.map(then -> Math.max(0, seconds(Duration.between(then, clock.instant()))))
                .orElse(0.0);
    }

    private static double seconds(Duration length) {
        return length.toMillis() / 1000.0;
    }
}
