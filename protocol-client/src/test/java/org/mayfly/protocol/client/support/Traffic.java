package org.mayfly.protocol.client.support;

import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.Draft;
import org.mayfly.protocol.client.ListAcceptance;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.Question;
import org.mayfly.protocol.client.ReceivedMessage;
import org.mayfly.protocol.client.Reception;
import org.mayfly.protocol.client.Sealing;
import org.mayfly.protocol.client.SentText;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.UserId;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** What devices write, send, receive, report and ask for again; each step of it under the eyes of the {@link Witness}. */
final class Traffic {

    private final Town town;
    private final Post post;
    private final Witness witness;
    private final Promises promises;
    private final Map<DeviceAddress, Map<MessageId, DeviceAddress>> asked = new HashMap<>();
    private final Map<Event, Integer> events = new EnumMap<>(Event.class);
    private Instant now = Party.NOW;
    private int sealed;

    Traffic(Town town, Post post, Witness witness, Promises promises) {
        this.town = town;
        this.post = post;
        this.witness = witness;
        this.promises = promises;
    }

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** Wraps. */
    int sealed() {
        return sealed;
    }

    Map<Event, Integer> events() {
        return Map.copyOf(events);
    }

    void happened(Event event) {
        events.merge(event, 1, Integer::sum);
    }

    /** It is gone, and answers nobody who asked it. */
    void revoked(DeviceAddress device) {
        asked.getOrDefault(device, Map.of()).forEach(promises::excuse);
    }

    private UserId other(UserId user) {
        return town.users().stream()
                .filter(each -> !each.equals(user))
                .findFirst()
                .orElseThrow();
    }

    void write(Resident from) {
        happened(Event.TEXT);
        var text = new MessageContent.Text("text " + events.get(Event.TEXT));
        var life = Party.DAY.cutTo(Party.POLICY.maximum());
        from.memory.outbox.add(new Draft(from.party.newId(), other(from.party.user), text, life, now));
    }

    /** What came together is reported together, as a client does that gathers for a moment. */
    void report(Resident device) {
        var reports = Map.copyOf(device.memory.due);
        device.memory.due.clear();
        reports.forEach((recipient, ids) -> {
            var content = new MessageContent.Delivered(List.copyOf(ids));
            var draft = new Draft(device.party.newId(), recipient.other(), content, Party.DAY, now);
            device.memory.outbox.add(recipient.alone().map(draft::forDevice).orElse(draft));
        });
    }

    void send(Resident device) {
        var queue = device.memory.outbox;
        var waiting = List.copyOf(device.memory.late);
        if (!queue.isEmpty() || !waiting.isEmpty()) {
            town.users().forEach(user -> follow(device, user));
        }
        while (!queue.isEmpty() && leaves(device, queue.peek())) {
            queue.remove();
        }
        device.memory.late.removeAll(waiting);
        for (var draft : waiting) {
            if (!leaves(device, draft)) {
                device.memory.late.add(draft);
            }
        }
    }

    /** As the server does: a submission by old lists is refused, and sealed anew by the newest. */
    private boolean leaves(Resident from, Draft draft) {
        return town.seal(from.party, draft, now)
                .<Boolean>fold(
                        ready -> {
                            from.party.store.commit(ready.unit());
                            send(from, draft, ready);
                            return true;
                        },
                        waiting -> false,
                        refusal -> {
                            assertThat(refusal.reason()).isIn(Sealing.Reason.EXPIRED, Sealing.Reason.NO_DEVICE_WAITS);
                            promises.dropped(draft, from.address());
                            return true;
                        });
    }

    private void follow(Resident device, UserId user) {
        var protocol = device.party.protocol;
        var before = protocol.deviceList(user).orElseThrow().newest().version();
        var verdict = town.follow(device.party, user, now).verdict();
        assertThat(protocol.deviceList(user).orElseThrow().newest().version())
                .as("no list goes back")
                .isEqualTo(Math.max(before, town.deviceLists(user, 0).size()));
        if (before > town.deviceLists(user, 0).size()) {
            assertThat(verdict).isEqualTo(ListAcceptance.Verdict.REFUSED);
            happened(Event.OLDER_LIST_REFUSED);
        }
    }

    private void send(Resident from, Draft draft, Sealing.Ready ready) {
        ready.sent().ifPresent(text -> from.memory.sent.merge(text.message(), text, SentText::and));
        from.memory.counter++;
        for (var wrap : ready.submit().getWrapsList()) {
            var to = new DeviceAddress(
                    UserId.of(wrap.getUser().toByteArray()),
                    DeviceId.of(wrap.getDevice().toByteArray()));
            var counter = from.party.store.lastCounter();
            var mail = new Mail(++sealed, from.address(), to, counter, draft, wrap, ready.submit());
            promises.sent(draft, to);
            witness.sealed(mail);
            post.put(mail);
        }
        if (draft.content().isText() && !ready.leftOut().devices().isEmpty()) {
            from.memory.late.add(
                    draft.forWaiting(from.party.newId(), ready.leftOut().devices()));
        }
        if (draft.again().isPresent()) {
            happened(Event.RESENT_TO_WHO_WAITED);
        }
    }

    void receive(Resident device) {
        post.next(device.address())
                .ifPresent(mail -> town.receive(device.party, mail.submit(), now)
                        .<Runnable>fold(
                                good -> () -> accept(device, mail, good),
                                dropped -> () -> drop(device, mail, dropped.check()),
                                failed -> () -> refuse(device, mail, failed))
                        .run());
    }

    private void drop(Resident device, Mail mail, Check check) {
        witness.dropped(device, mail, check, now);
        if (check == Check.R8) {
            happened(Event.REPLAY_DROPPED);
        } else {
            promises.excuse(mail);
        }
    }

    private void refuse(Resident device, Mail mail, Reception.Failed failed) {
        witness.refused(device, mail, failed.check());
        failed.question().ifPresent(asking -> ask(device, mail, asking));
        if (failed.question().isEmpty() || !mail.draft().content().isText() || !witness.isThere(mail.from())) {
            promises.excuse(mail);
        }
    }

    /** Its keys were lost: the text may be asked for. */
    private void ask(Resident device, Mail mail, Question question) {
        device.memory.outbox.add(question.draft(device.party.newId(), now));
        asked.computeIfAbsent(mail.from(), made -> new HashMap<>())
                .put(mail.draft().id(), device.address());
    }

    /** An author repeats a text, unless the device had it a second time, or reported it, or the text is too old. */
    private void repeat(Resident author, MessageContent.NotOpened asking, ReceivedMessage message) {
        var texts = author.memory.sent;
        var text = texts.values().stream()
                .filter(each -> each.wentIn(asking.message()))
                .findFirst();
        var repetition = text.flatMap(each -> author.party.protocol.repeat(each, message, author.party.newId(), now));
        repetition.ifPresentOrElse(
                again -> {
                    author.party.store.commit(again.unit());
                    texts.put(again.draft().message(), again.left());
                    author.memory.outbox.add(again.draft());
                    happened(Event.REPEATED_BECAUSE_ASKED);
                },
                () -> {
                    var draft = promises.in(asking.message());
                    assertThat(!draft.content().isText()
                                    || draft.again().map(Draft.Again::asked).orElse(false)
                                    || !now.isBefore(draft.sentAt().plus(SentText.KEPT))
                                    || !witness.isThere(message.sender())
                                    || author.wasSetBack()
                                    || witness.wasSetBack(message.sender()))
                            .as("ignored for a reason")
                            .isTrue();
                    promises.excuse(asking.message(), message.sender());
                });
    }

    private void accept(Resident device, Mail mail, Reception.Accepted reception) {
        witness.accepted(device, mail);
        var message = reception.message();
        var memory = device.memory;
        assertThat(message.id()).isEqualTo(mail.draft().message());
        assertThat(message.content()).isEqualTo(mail.draft().content());
        assertThat(message.expiry()).isEqualTo(mail.draft().expiry());
        assertThat(message.counter()).isEqualTo(mail.counter());
        if (message.content().isText()) {
            assertThat(memory.shown.add(message.id()))
                    .as("shown once")
                    .isEqualTo(!message.receipt().repeated());
            promises.shown(message.id(), device.address());
        }
        if (message.content() instanceof MessageContent.NotOpened asking) {
            repeat(device, asking, message);
        } else if (message.content() instanceof MessageContent.Delivered delivered) {
            promises.requireShown(delivered.messages(), message.sender());
            memory.sent.replaceAll((id, text) -> text.reported(message.sender(), delivered.messages()));
        }
        if (message.receiptDue()) {
            var alone = message.content().isText() ? Optional.<DeviceAddress>empty() : Optional.of(message.sender());
            memory.due
                    .computeIfAbsent(
                            new Resident.Recipient(message.place().other(), alone), made -> new LinkedHashSet<>())
                    .addAll(message.receipt().due());
        }
    }

    /** What was to leave will not. */
    void unsent(Resident device) {
        Stream.concat(device.memory.outbox.stream(), device.memory.late.stream())
                .forEach(draft -> promises.dropped(draft, device.address()));
    }
}
