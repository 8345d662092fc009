package org.mayfly.messaging.mailbox;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.Operation;
import org.mayfly.messaging.mailbox.MailboxStore.Address;
import org.mayfly.messaging.refusal.RefusedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.wire.Submit;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * The relay's port: parses on the caller's thread, leaves the writing to the {@link CommitQueue}. Not a session bean: what
 * the container does around each call of one costs as much as the call. Thread-safe.
 */
@Dependent
public class QueuedMailboxes implements Mailboxes {

    private static final int MOST_READ = 500;

    private final Sha512 hash = new Sha512(CryptoProvider.preferred());
    private final CommitQueue queue;
    private final MailboxCommits commits;
    private final SubmissionRates rates;
    private final Clock clock;

    @Inject
    public QueuedMailboxes(CommitQueues queues, MailboxCommits commits, SubmissionRates rates, Clock clock) {
        this.queue = queues.own();
        this.commits = commits;
        this.rates = rates;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Accepted> append(Actor.Device actor, Submit submit) {
        var receipt = new CompletableFuture<Accepted>();
        try {
            Operation.USE_MAILBOXES.check(actor);
            rates.count(actor.device());
            queue.offer(new Request.Append(Arrival.parse(actor, submit, rates.limits(), hash), receipt));
        } catch (RefusedException refusal) {
            receipt.completeExceptionally(refusal);
        }
        return receipt;
    }

    @Override
    public Page read(Actor.Device actor, Place after, int limit) {
        Operation.USE_MAILBOXES.check(actor);
        long upTo = queue.committedUpTo();
        int most = Math.max(1, Math.min(limit, MOST_READ));
        return new Page(commits.read(actor.device(), after, most, clock.instant()), upTo);
    }

    @Override
    public CompletionStage<Void> acknowledge(Actor.Device actor, List<Place> places) {
        Operation.USE_MAILBOXES.check(actor);
        var done = new CompletableFuture<Void>();
        queue.offer(new Request.Acknowledge(
                places.stream()
                        .distinct()
                        .map(place -> new Address(actor.device(), place))
                        .toList(),
                done));
        return done;
    }
}
