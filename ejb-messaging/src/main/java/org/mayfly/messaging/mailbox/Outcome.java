package org.mayfly.messaging.mailbox;

import org.mayfly.messaging.refusal.RefusedException;

/** What became of one arrival of a batch. */
sealed interface Outcome {

    record Stored(Mailboxes.Accepted receipt) implements Outcome {}

    record Denied(RefusedException refusal) implements Outcome {}
}
