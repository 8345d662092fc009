package org.mayfly.messaging.mailbox;

import org.mayfly.messaging.mailbox.MailboxStore.Address;
import org.mayfly.messaging.mailbox.Mailboxes.Place;
import org.mayfly.messaging.mailbox.Mailboxes.Stored;
import org.mayfly.messaging.signal.Count;
import org.mayfly.messaging.signal.Signals;
import org.mayfly.messaging.signal.Spread;
import org.mayfly.messaging.time.ElapsedTime;
import org.mayfly.protocol.value.DeviceId;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Commits, each measured and what it did counted. Costs some additions a commit, nothing a message. */
final class MeasuredCommits implements MailboxCommits {

    private static final double NANOSECONDS = 1e9;

    private final MailboxCommits commits;
    private final Signals signals;
    private final ElapsedTime time;

    MeasuredCommits(MailboxCommits commits, Signals signals, ElapsedTime time) {
        this.commits = commits;
        this.signals = signals;
        this.time = time;
    }

    @Override
    public Committed commit(List<Arrival> arrivals, List<Address> acknowledged, long atLeast) {
        var begun = time.elapsed();
        Committed committed;
        try {
            committed = commits.commit(arrivals, acknowledged, atLeast);
        } catch (RuntimeException failure) {
            signals.count(Count.COMMIT_FAILURES);
            throw failure;
        }
        signals.measured(Spread.COMMIT_SECONDS, seconds(time.elapsed().minus(begun)));
        signals.measured(Spread.COMMIT_ENTRIES, arrivals.size() + acknowledged.size());
        long receipts = 0;
        for (var outcome : committed.outcomes()) {
            receipts += outcome instanceof Outcome.Stored ? 1 : 0;
        }
        long stored = 0;
        for (var placed : committed.arrived()) {
            stored += placed.entries().size();
        }
        signals.count(Count.RECEIPTS, receipts);
        signals.count(Count.ENTRIES_STORED, stored);
        signals.count(Count.ENTRIES_ACKNOWLEDGED, acknowledged.size());
        return committed;
    }

    @Override
    public List<Stored> read(DeviceId device, Place after, int limit, Instant now) {
        return commits.read(device, after, limit, now);
    }

    @Override
    public void prepare(int today) {
        commits.prepare(today);
    }

    @Override
    public void dropDaysBefore(int today) {
        commits.dropDaysBefore(today);
    }

    @Override
    public Optional<Integer> purgeSome(Instant now) {
        return commits.purgeSome(now);
    }

    private static double seconds(Duration length) {
        return length.toNanos() / NANOSECONDS;
    }
}
