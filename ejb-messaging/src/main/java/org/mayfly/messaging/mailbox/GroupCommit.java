package org.mayfly.messaging.mailbox;

import org.jspecify.annotations.Nullable;
import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.config.Setting;
import org.mayfly.messaging.database.DatabaseFailure;
import org.mayfly.messaging.mailbox.MailboxCommits.Committed;
import org.mayfly.messaging.mailbox.Mailboxes.MailArrived;
import org.mayfly.messaging.mailbox.Mailboxes.Stored;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.DeviceId;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Commits what has come while the last commit was on its way: many requests, one flush to disk. One thread runs
 * {@link #run}; any number {@link #offer}.
 *
 * <p>Guarantees: requests are committed in the order they were offered; each is completed exactly once, after its commit
 * has returned; a full queue, a stopped committer or an absent database refuses with {@code busy}, and a request refused
 * so has changed nothing or may be sent again.
 */
final class GroupCommit implements CommitQueue, Runnable {

    private static final System.Logger LOG = System.getLogger(GroupCommit.class.getName());
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int TRIES = 3;

    /** Entries that one commit adds or takes away, unless a single request has more. */
    private static final int MOST_ENTRIES = 4_096;

    private final BlockingQueue<Request> queue;
    private final int batchSize;
    private final MailboxCommits commits;
    private final Consumer<MailArrived> mailArrived;
    private final Runnable setBack;
    private final Clock clock;
    private final CommitOrder order = new CommitOrder();
    private int preparedFor = Integer.MIN_VALUE;
    private volatile boolean stopped;
    private volatile boolean failing;

    /** @param setBack called when the order of the mailboxes is behind where it was */
    GroupCommit(
            MailboxCommits commits, Limits limits, Consumer<MailArrived> mailArrived, Runnable setBack, Clock clock) {
        this.queue = new ArrayBlockingQueue<>(limits.count(Setting.COMMIT_QUEUE));
        this.batchSize = limits.count(Setting.COMMIT_BATCH);
        this.commits = commits;
        this.mailArrived = mailArrived;
        this.setBack = setBack;
        this.clock = clock;
    }

    @Override
    public void offer(Request request) {
        if (stopped || !queue.offer(request)) {
            refuse(request);
        } else if (stopped && queue.remove(request)) {
            refuse(request);
        }
    }

    @Override
    public long committedUpTo() {
        return order.last();
    }

    /** How many requests wait now. */
    int waiting() {
        return queue.size();
    }

    /** What was offered before is still committed; then {@link #run} returns. */
    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        while (!stopped || !queue.isEmpty()) {
            try {
                var first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    commitAll(batchFrom(first));
                }
            } catch (InterruptedException interrupted) {
                stopped = true;
            }
        }
    }

    /** What waits, as much as one transaction may hold: others wait for it. */
    private List<Request> batchFrom(Request first) {
        var batch = new ArrayList<Request>();
        int entries = first.entryCount();
        batch.add(first);
        while (batch.size() < batchSize) {
            var next = queue.peek();
            if (next == null || entries + next.entryCount() > MOST_ENTRIES) {
                break;
            }
            var taken = queue.poll();
            if (taken == null) {
                break; // Whoever offered it while this stopped has taken it back.
            }
            entries += taken.entryCount();
            batch.add(taken);
        }
        return batch;
    }

    /** Whatever happens to one batch, the thread goes on: without it nothing is stored any more. */
    private void commitAll(List<Request> batch) {
        try {
            commit(batch);
        } catch (RuntimeException | Error failure) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "a commit ended unexpectedly: {0}",
                    failure.getClass().getName());
            batch.forEach(GroupCommit::refuse);
        }
    }

    private void commit(List<Request> batch) {
        var appends = new ArrayList<Request.Append>();
        var acknowledgements = new ArrayList<Request.Acknowledge>();
        for (var request : batch) {
            if (request instanceof Request.Append append) {
                appends.add(append);
            } else if (request instanceof Request.Acknowledge acknowledge) {
                acknowledgements.add(acknowledge);
            }
        }
        var committed = tryCommit(appends, acknowledgements);
        if (committed == null) {
            batch.forEach(GroupCommit::refuse);
            return;
        }
        for (int i = 0; i < appends.size(); i++) {
            appends.get(i).complete(committed.outcomes().get(i));
        }
        acknowledgements.forEach(acknowledge -> acknowledge.done().complete(null));
        if (!committed.arrived().isEmpty()) {
            tell(committed.arrived());
        }
    }

    /** Null when the database did not do it. */
    private @Nullable Committed tryCommit(List<Request.Append> appends, List<Request.Acknowledge> acknowledgements) {
        var arrivals = appends.stream().map(Request.Append::arrival).toList();
        var entries = acknowledgements.stream()
                .flatMap(request -> request.entries().stream())
                .toList();
        for (int tries = 1; ; tries++) {
            try {
                prepareToday();
                var committed = commits.commit(arrivals, entries, order.last());
                if (committed.before() < order.last()) {
                    LOG.log(System.Logger.Level.WARNING, "the database was set back: all connections begin anew");
                    tellOrLog(setBack);
                }
                order.committed(committed.before(), committed.last());
                recovered();
                return committed;
            } catch (RuntimeException failure) {
                if (tries == TRIES || !isWorthRetrying(failure)) {
                    report(failure);
                    return null;
                }
            }
        }
    }

    private void prepareToday() {
        int today = ExpiryDay.of(clock.instant());
        if (today != preparedFor) {
            commits.prepare(today);
            preparedFor = today;
        }
    }

    private static boolean isWorthRetrying(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseFailure database) {
                return database.isConflict() || database.isDuplicate();
            }
        }
        return false;
    }

    private void tell(List<Placed> arrived) {
        var envelopes = new HashMap<DeviceId, List<Stored>>();
        for (var placed : arrived) {
            for (int n = 0; n < placed.entries().size(); n++) {
                var device = placed.entries().get(n).device();
                envelopes.computeIfAbsent(device, one -> new ArrayList<>()).add(placed.stored(n));
            }
        }
        tellOrLog(() -> mailArrived.accept(new MailArrived(envelopes, order.unbrokenSince())));
    }

    private static void tellOrLog(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException failure) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "an observer of the mailboxes failed: {0}",
                    failure.getClass().getName());
        }
    }

    /** Once, not for every batch of an outage. */
    private void report(RuntimeException failure) {
        if (!failing) {
            failing = true;
            LOG.log(System.Logger.Level.WARNING, "submissions can not be stored now: {0}", causes(failure));
        }
    }

    private void recovered() {
        if (failing) {
            failing = false;
            LOG.log(System.Logger.Level.INFO, "submissions are stored again");
        }
    }

    private static String causes(Throwable failure) {
        var names = new ArrayList<String>();
        for (Throwable cause = failure; cause != null && names.size() < 5; cause = cause.getCause()) {
            names.add(
                    cause instanceof DatabaseFailure
                            ? cause.getMessage()
                            : cause.getClass().getSimpleName());
        }
        return String.join(" < ", names);
    }

    private static void refuse(Request request) {
        request.refuse(Reason.BUSY.refusedUntil(RETRY_AFTER));
    }
}
