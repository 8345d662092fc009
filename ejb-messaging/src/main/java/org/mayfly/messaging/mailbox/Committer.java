package org.mayfly.messaging.mailbox;

import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.config.Setting;
import org.mayfly.messaging.database.Background;
import org.mayfly.messaging.mailbox.Mailboxes.MailArrived;
import org.mayfly.messaging.mailbox.Mailboxes.MailboxesSetBack;
import org.mayfly.messaging.signal.Level;
import org.mayfly.messaging.signal.Part;
import org.mayfly.messaging.signal.Signals;
import org.mayfly.messaging.time.ElapsedTime;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;

/** Runs the {@link GroupCommit} of this server on a thread of the container, from deployment to undeployment. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Committer implements CommitQueues {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final GroupCommit commit;
    private final Thread thread;

    @Inject
    public Committer(
            MailboxCommits commits,
            Limits limits,
            Event<MailArrived> arrivals,
            Event<MailboxesSetBack> setBacks,
            Clock clock,
            ElapsedTime time,
            Signals signals,
            @Background ThreadFactory threads) {
        this.commit = new GroupCommit(
                new MeasuredCommits(commits, signals, time),
                limits,
                arrivals::fire,
                () -> setBacks.fire(new MailboxesSetBack()),
                clock);
        this.thread = threads.newThread(commit);
        signals.watch(Level.COMMIT_QUEUE, commit::waiting);
        signals.watch(Level.COMMIT_QUEUE_LIMIT, () -> limits.of(Setting.COMMIT_QUEUE));
        signals.watch(Part.COMMITTER, thread::isAlive);
    }

    @PostConstruct
    void start() {
        thread.setName("mayfly-commit");
        thread.start();
    }

    @PreDestroy
    void stop() {
        commit.stop();
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public CommitQueue own() {
        return commit;
    }
}
