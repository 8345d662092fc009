package org.mayfly.messaging.mailbox;

import org.mayfly.messaging.database.Chore;

import java.time.Clock;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Deletes what has expired: looks each 20 s. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class MailboxPurge {

    private final MailboxCommits commits;
    private final Clock clock;

    @Inject
    public MailboxPurge(MailboxCommits commits, Clock clock) {
        this.commits = commits;
        this.clock = clock;
    }

    /** In small transactions, so that commits wait for none of them for long. Makes room for days, and gives it back. */
    public void purge() {
        var now = clock.instant();
        while (commits.purgeSome(now).isPresent()) {
            // There is more.
        }
        int today = ExpiryDay.of(now);
        commits.prepare(today);
        commits.dropDaysBefore(today);
    }

    @Schedule(hour = "*", minute = "*", second = "*/20", persistent = false)
    void purgeOnSchedule() {
        Chore.run(this::purge);
    }
}
