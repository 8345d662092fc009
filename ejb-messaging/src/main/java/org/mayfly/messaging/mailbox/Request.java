package org.mayfly.messaging.mailbox;

import org.mayfly.messaging.mailbox.MailboxStore.Address;
import org.mayfly.messaging.refusal.RefusedException;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What waits for the next commit, with whom to tell. */
public sealed interface Request {

    void refuse(RefusedException refusal);

    /** How many entries of mailboxes it adds or takes away. */
    int entryCount();

    record Append(Arrival arrival, CompletableFuture<Mailboxes.Accepted> receipt) implements Request {
        @Override
        public void refuse(RefusedException refusal) {
            receipt.completeExceptionally(refusal);
        }

        @Override
        public int entryCount() {
            return arrival.entries().size();
        }

        void complete(Outcome outcome) {
            if (outcome instanceof Outcome.Stored stored) {
                receipt.complete(stored.receipt());
            } else if (outcome instanceof Outcome.Denied denied) {
                refuse(denied.refusal());
            }
        }
    }

    record Acknowledge(List<Address> entries, CompletableFuture<Void> done) implements Request {
        @Override
        public void refuse(RefusedException refusal) {
            done.completeExceptionally(refusal);
        }

        @Override
        public int entryCount() {
            return entries.size();
        }
    }
}
