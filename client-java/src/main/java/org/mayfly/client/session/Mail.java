package org.mayfly.client.session;

import org.mayfly.client.mail.DueReceipts;
import org.mayfly.client.mail.Inbox;
import org.mayfly.client.mail.Outbox;

/** A device's mail. */
record Mail(Outbox outbox, Inbox inbox, DueReceipts receipts) {}
