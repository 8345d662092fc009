package org.mayfly.client.session;

import org.mayfly.client.mail.DueReceipts;
import org.mayfly.client.mail.Inbox;
import org.mayfly.client.mail.Outbox;
import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.NetworkPolicy;
import org.mayfly.protocol.client.ReceivedMessage;
import org.mayfly.protocol.client.Reception;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.wire.Deliver;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes what the server delivers through the numbered checks into the store, then acknowledges it. What fails a check
 * becomes a warning. On the session's thread only.
 */
final class Receiver {

    private static final Duration GATHERING = Duration.ofMillis(300);

    private final Desk desk;
    private final Inbox inbox;
    private final Outbox outbox;
    private final DueReceipts receipts;
    private final Sender sender;
    private final Supplier<MessageId> newId;
    private final Rules rules;
    private final SessionEvents events;
    private final List<Long> toAcknowledge = new ArrayList<>();
    private boolean gathering;

    /** By what envelopes are judged. */
    record Rules(Supplier<NetworkPolicy> policy, IdentityChanges identities) {}

    Receiver(Desk desk, Mail mail, Sender sender, Rules rules, SessionEvents events) {
        this.desk = desk;
        this.newId = mail.newId();
        this.inbox = mail.inbox();
        this.outbox = mail.outbox();
        this.receipts = mail.receipts();
        this.sender = sender;
        this.rules = rules;
        this.events = events;
    }

    /** @param line the delivery came on */
    void deliver(Deliver envelope, Line line) {
        keep(judged(envelope, line));
        acknowledge(envelope.getDelivery(), line);
    }

    /** Where the sender's identity changed and the policy lets that pass, the envelope is judged by the new one. */
    private Reception judged(Deliver envelope, Line line) {
        var reception = judge(envelope, line);
        return reception instanceof Reception.Failed failed && failed.check() == Check.R3 && passes(failed)
                ? judge(envelope, line)
                : reception;
    }

    private boolean passes(Reception.Failed failed) {
        return failed.claimedSender()
                .map(DeviceAddress::user)
                .map(user -> {
                    var openBefore = rules.identities().open(user);
                    desk.store().commit(failed.unit());
                    return rules.identities().settle(user, openBefore);
                })
                .orElse(false);
    }

    private Reception judge(Deliver envelope, Line line) {
        return desk.protocol().receive(envelope, rules.policy().get(), line.calls(), desk.now());
    }

    /** Acknowledgements belong to a connection. */
    void disconnected() {
        toAcknowledge.clear();
    }

    boolean isIdle() {
        return !gathering && receipts.isEmpty() && toAcknowledge.isEmpty();
    }

    /** Reports what was stored to its senders. */
    void sendReceipts() {
        gathering = false;
        receipts.moveTo(outbox, desk.now());
        sender.pump();
    }

    private void keep(Reception reception) {
        reception
                .<Runnable>fold(
                        accepted -> () -> accept(accepted.message(), accepted.unit()),
                        dropped -> () -> desk.store().commit(dropped.unit()),
                        failed -> () -> fail(failed))
                .run();
    }

    /** The person is told; where only the key is missing, the sender is asked. */
    private void fail(Reception.Failed failed) {
        var claimed = failed.claimedSender().map(DeviceAddress::user);
        var told = failed.unit().and(List.of(inbox.warning(failed.check().code(), claimed, desk.now())));
        failed.question()
                .ifPresentOrElse(
                        question -> outbox.add(
                                question.draft(
                                        newId.get(),
                                        Instant.ofEpochMilli(desk.now().toEpochMilli())),
                                told.changes()),
                        () -> desk.store().commit(told));
        events.arrived();
        failed.question().ifPresent(question -> sender.pump());
    }

    private void accept(ReceivedMessage message, UnitOfWork received) {
        var unit = received.and(DueReceipts.due(message)).and(staleList(message));
        message.content()
                .<Runnable>fold(
                        text -> () -> {
                            if (message.receipt().repeated()) {
                                desk.store().commit(unit);
                            } else {
                                inbox.store(message, text, unit);
                                events.arrived();
                            }
                        },
                        delivered -> () -> delivered(message, delivered, unit),
                        displayed -> () -> displayed(message, displayed, unit),
                        notOpened -> () -> asked(message, notOpened, unit))
                .run();
        if (message.receiptDue()) {
            gather();
        }
        sender.heardFrom(message.sender().user());
    }

    private void delivered(ReceivedMessage message, MessageContent.Delivered delivered, UnitOfWork unit) {
        var changes = new ArrayList<Change>();
        var known = outbox.delivered(message.sender(), delivered.messages(), changes);
        desk.store().commit(unit.and(changes));
        known.forEach(events::delivered);
    }

    /** By a colleague: the own late copies end. By another own device: burning runs here, too. */
    private void displayed(ReceivedMessage message, MessageContent.Displayed displayed, UnitOfWork unit) {
        var isOwn = message.sender().user().equals(desk.protocol().self().user());
        var other = message.place().other();
        if (isOwn) {
            if (!inbox.shownElsewhere(other, displayed.message(), displayed.displayedAt(), unit)) {
                desk.store().commit(unit);
            }
            return;
        }
        var changes = new ArrayList<Change>();
        outbox.displayed(other, displayed.message(), changes);
        desk.store().commit(unit.and(changes));
    }

    /** Who asks in vain hears nothing. */
    private void asked(ReceivedMessage message, MessageContent.NotOpened notOpened, UnitOfWork unit) {
        outbox.sentIn(notOpened.message())
                .flatMap(sent -> desk.protocol().repeat(sent, message, newId.get(), desk.now()))
                .ifPresentOrElse(
                        repetition -> {
                            outbox.repeat(repetition, unit);
                            sender.pump();
                        },
                        () -> desk.store().commit(unit));
    }

    private List<Change> staleList(ReceivedMessage message) {
        return message.place().staleList()
                ? List.of(inbox.warning(
                        "stale-device-list", Optional.of(message.sender().user()), desk.now()))
                : List.of();
    }

    private void gather() {
        if (!gathering) {
            gathering = true;
            desk.loop().later(GATHERING, this::sendReceipts);
        }
    }

    /** Everything that lies ready goes in one frame. */
    private void acknowledge(long delivery, Line line) {
        if (toAcknowledge.isEmpty()) {
            desk.loop().run(() -> {
                if (!toAcknowledge.isEmpty()) {
                    line.connection().acknowledge(List.copyOf(toAcknowledge));
                    toAcknowledge.clear();
                }
            });
        }
        toAcknowledge.add(delivery);
    }
}
