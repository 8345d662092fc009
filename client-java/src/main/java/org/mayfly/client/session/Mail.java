package org.mayfly.client.session;

import org.mayfly.client.mail.DueReceipts;
import org.mayfly.client.mail.Inbox;
import org.mayfly.client.mail.Outbox;
import org.mayfly.protocol.value.MessageId;

import java.util.function.Supplier;

/** A device's mail, and ids for more of it. */
record Mail(Outbox outbox, Inbox inbox, DueReceipts receipts, Supplier<MessageId> newId) {}
