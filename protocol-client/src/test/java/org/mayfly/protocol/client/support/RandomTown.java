package org.mayfly.protocol.client.support;

import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.Draft;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.Question;
import org.mayfly.protocol.client.ReceivedMessage;
import org.mayfly.protocol.client.Reception;
import org.mayfly.protocol.client.Sealing;
import org.mayfly.protocol.client.SentText;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.envelope.ChainPlace;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.RecipientWrap;
import org.mayfly.protocol.wire.Submit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two people whose devices come and go, over a relay that loses nothing and keeps each device's mail in order, and what must
 * hold at every step.
 */
public final class RandomTown {

    private static final int DEVICES = 3;

    private final Random chance;
    private final Town town = Town.ofTwo(CryptoProvider.preferred());
    private final Map<DeviceAddress, Queue<Draft>> outboxes = new HashMap<>();
    private final Map<DeviceAddress, List<Draft>> late = new HashMap<>();
    private final Map<DeviceAddress, Map<Recipient, Set<MessageId>>> due = new HashMap<>();
    private final Map<DeviceAddress, Queue<Mail>> mailboxes = new HashMap<>();
    private final Promises promises = new Promises();
    private final Set<PrekeyId> usedPrekeys = new HashSet<>();
    private final Map<DeviceAddress, Set<ChainPlace>> usedPlaces = new HashMap<>();
    private final Set<DeviceAddress> revoked = new HashSet<>();
    private final Map<Check, Integer> refused = new HashMap<>();
    private final Map<DeviceAddress, Map<MessageId, SentText>> sent = new HashMap<>();
    private final Map<DeviceAddress, Set<DeviceAddress>> lost = new HashMap<>();
    private final Map<DeviceAddress, Map<MessageId, DeviceAddress>> asked = new HashMap<>();
    private Instant now = Party.NOW;
    private int texts;
    private int resent;
    private int repeated;
    private int enrolled;

    /** Whom a receipt is for: all of the conversation, or one device of it. */
    private record Recipient(UserId other, Optional<DeviceAddress> alone) {}

    private record Mail(Party from, Draft draft, Submit submit) {}

    public RandomTown(long seed) {
        this.chance = new Random(seed);
    }

    public int texts() {
        return texts;
    }

    public int resent() {
        return resent;
    }

    /** Because a device asked. */
    public int repeated() {
        return repeated;
    }

    public int enrolled() {
        return enrolled;
    }

    public int revoked() {
        return revoked.size();
    }

    public void step() {
        var die = chance.nextInt(100);
        if (die < 20) {
            write(any());
        } else if (die < 55) {
            receive(any());
        } else if (die < 62) {
            loseKeys(any());
        } else if (die < 70) {
            report(any());
        } else if (die < 80) {
            any().replenish(type(), 1 + chance.nextInt(20), now);
        } else if (die < 84) {
            any().exhaust(type());
        } else if (die < 86) {
            any().restart();
        } else if (die < 91) {
            enrol();
        } else if (die < 95) {
            revoke();
        } else {
            now = now.plus(Duration.ofMinutes(chance.nextInt(30)));
        }
        sendAll();
    }

    /** Keys for everybody, and everything on its way arrives. */
    public void settle() {
        for (var round = 0; isSomethingOnItsWay(); round++) {
            assertThat(round).as("receipts end").isLessThan(60);
            for (var device : town.devices()) {
                device.replenish(PrekeyType.PREKEY_TYPE_P521, 8, now);
                device.replenish(PrekeyType.PREKEY_TYPE_MLKEM1024, 8, now);
            }
            sendAll();
            for (var device : town.devices()) {
                while (!mailbox(device).isEmpty()) {
                    receive(device);
                }
                report(device);
            }
        }
        promises.requireKept(device -> !revoked.contains(device));
    }

    public Map<Check, Integer> refused() {
        return refused;
    }

    private boolean isSomethingOnItsWay() {
        return town.devices().stream()
                .anyMatch(device -> !mailbox(device).isEmpty()
                        || !outbox(device.protocol.self()).isEmpty()
                        || due.containsKey(device.protocol.self())
                        || !late.getOrDefault(device.protocol.self(), List.of()).isEmpty());
    }

    private Queue<Mail> mailbox(Party device) {
        return mailboxes.computeIfAbsent(device.protocol.self(), made -> new ArrayDeque<>());
    }

    private Party any() {
        var devices = List.copyOf(town.devices());
        return devices.get(chance.nextInt(devices.size()));
    }

    private PrekeyType type() {
        return chance.nextBoolean() ? PrekeyType.PREKEY_TYPE_P521 : PrekeyType.PREKEY_TYPE_MLKEM1024;
    }

    private UserId other(UserId user) {
        return town.users().stream()
                .filter(each -> !each.equals(user))
                .findFirst()
                .orElseThrow();
    }

    private Queue<Draft> outbox(DeviceAddress device) {
        return outboxes.computeIfAbsent(device, made -> new ArrayDeque<>());
    }

    private void write(Party from) {
        var text = new MessageContent.Text("text " + texts++);
        outbox(from.protocol.self())
                .add(new Draft(from.newId(), other(from.user), text, Party.DAY.cutTo(Party.POLICY.maximum()), now));
    }

    private void enrol() {
        var person = any();
        if (town.devices(person.user).size() < DEVICES) {
            town.enrol(person, now);
            enrolled++;
        }
    }

    private void revoke() {
        var device = any();
        if (town.devices(device.user).size() > 1) {
            revoked.add(device.protocol.self());
            town.revoke(device);
            outboxes.remove(device.protocol.self());
            late.remove(device.protocol.self());
            due.remove(device.protocol.self());
            mailboxes.remove(device.protocol.self());
            asked.getOrDefault(device.protocol.self(), Map.of()).forEach(promises::excuse);
        }
    }

    /** A store lost the keys of what comes next. */
    private void loseKeys(Party device) {
        var next = mailbox(device).peek();
        if (next != null && !next.from().user.equals(device.user)) {
            device.loseKeys(next.submit());
            lost.computeIfAbsent(device.protocol.self(), made -> new HashSet<>())
                    .add(next.from().protocol.self());
        }
    }

    /** What came together is reported together, as a client does that gathers for a moment. */
    private void report(Party device) {
        var reports = due.remove(device.protocol.self());
        if (reports != null) {
            reports.forEach((recipient, ids) -> {
                var content = new MessageContent.Delivered(List.copyOf(ids));
                var draft = new Draft(device.newId(), recipient.other(), content, Party.DAY, now);
                outbox(device.protocol.self())
                        .add(recipient.alone().map(draft::forDevice).orElse(draft));
            });
        }
    }

    private void sendAll() {
        for (var device : town.devices()) {
            var queue = outbox(device.protocol.self());
            while (!queue.isEmpty() && leaves(device, queue.peek())) {
                queue.remove();
            }
            var waiting = late.remove(device.protocol.self());
            if (waiting != null) {
                for (var draft : waiting) {
                    if (!leaves(device, draft)) {
                        later(device, draft);
                    }
                }
            }
        }
    }

    private void later(Party device, Draft draft) {
        late.computeIfAbsent(device.protocol.self(), made -> new ArrayList<>()).add(draft);
    }

    /** As the server does: a submission by old lists is refused, and sealed anew by the newest. */
    private boolean leaves(Party from, Draft draft) {
        town.users().forEach(user -> town.follow(from, user, now));
        return town.seal(from, draft, now)
                .<Boolean>fold(
                        ready -> {
                            from.store.commit(ready.unit());
                            send(from, draft, ready);
                            return true;
                        },
                        waiting -> false,
                        refusal -> {
                            assertThat(refusal.reason()).isIn(Sealing.Reason.EXPIRED, Sealing.Reason.NO_DEVICE_WAITS);
                            dropped(from, draft);
                            return true;
                        });
    }

    /** It never leaves: a text that nobody gets now, or a question that is never asked. */
    private void dropped(Party from, Draft draft) {
        if (draft.content() instanceof MessageContent.NotOpened asking) {
            promises.excuse(asking.message(), from.protocol.self());
        } else {
            promises.expired(draft);
        }
    }

    private void send(Party from, Draft draft, Sealing.Ready ready) {
        ready.sent().ifPresent(text -> sentBy(from.protocol.self()).merge(text.message(), text, SentText::and));
        for (var wrap : ready.submit().getWrapsList()) {
            var to = address(wrap);
            assertThat(revoked).as("nothing for a device that is gone").doesNotContain(to);
            requireFresh(to, wrap);
            mailboxes.computeIfAbsent(to, made -> new ArrayDeque<>()).add(new Mail(from, draft, ready.submit()));
            promises.sent(draft, to);
        }
        if (draft.content().isText() && !ready.leftOut().devices().isEmpty()) {
            later(from, draft.forWaiting(from.newId(), ready.leftOut().devices()));
        }
        resent += draft.again().isPresent() ? 1 : 0;
    }

    private void requireFresh(DeviceAddress to, RecipientWrap wrap) {
        for (var prekey : Wraps.prekeys(wrap)) {
            assertThat(usedPrekeys.add(prekey)).as("no one-time key twice").isTrue();
        }
        Wraps.place(wrap)
                .ifPresent(place -> assertThat(usedPlaces
                                .computeIfAbsent(to, made -> new HashSet<>())
                                .add(place))
                        .as("no place in a chain twice")
                        .isTrue());
    }

    private static DeviceAddress address(RecipientWrap wrap) {
        return new DeviceAddress(
                UserId.of(wrap.getUser().toByteArray()),
                DeviceId.of(wrap.getDevice().toByteArray()));
    }

    private void receive(Party device) {
        var mail = mailbox(device).poll();
        if (mail == null) {
            return;
        }
        town.receive(device, mail.submit(), now)
                .<Runnable>fold(
                        good -> () -> accept(device, mail, good),
                        dropped -> () -> assertThat(dropped.check()).isEqualTo(Check.R9),
                        failed -> () -> {
                            refused.merge(failed.check(), 1, Integer::sum);
                            if (failed.check() == Check.R10) {
                                ask(device, mail, failed.question());
                            } else {
                                assertThat(failed.check()).isEqualTo(Check.R3);
                                assertThat(revoked)
                                        .as("only of one that is gone")
                                        .contains(mail.from().protocol.self());
                                promises.excuse(mail.draft().id(), device.protocol.self());
                            }
                        })
                .run();
    }

    /** Its keys were lost: the text may be asked for, or is not owed any more. */
    private void ask(Party device, Mail mail, Optional<Question> question) {
        var self = device.protocol.self();
        var author = mail.from().protocol.self();
        assertThat(lost.getOrDefault(self, Set.of())).as("only what was lost").contains(author);
        question.ifPresent(asking -> outbox(self).add(asking.draft(device.newId(), now)));
        if (mail.draft().content() instanceof MessageContent.NotOpened unheard) {
            promises.excuse(unheard.message(), author);
        } else if (question.isPresent() && !revoked.contains(author)) {
            asked.computeIfAbsent(author, made -> new HashMap<>())
                    .put(mail.draft().id(), self);
        } else {
            promises.excuse(mail.draft().id(), self);
        }
    }

    /** An author repeats a text, unless the device had it a second time, or reported it, or the text is too old. */
    private void repeat(Party author, MessageContent.NotOpened asking, ReceivedMessage message) {
        var texts = sentBy(author.protocol.self());
        var text = texts.values().stream()
                .filter(each -> each.wentIn(asking.message()))
                .findFirst();
        var repetition = text.flatMap(each -> author.protocol.repeat(each, message, author.newId(), now));
        repetition.ifPresentOrElse(
                again -> {
                    author.store.commit(again.unit());
                    texts.put(again.draft().message(), again.left());
                    outbox(author.protocol.self()).add(again.draft());
                    repeated++;
                },
                () -> {
                    var draft = promises.in(asking.message());
                    assertThat(!draft.content().isText()
                                    || draft.again().map(Draft.Again::asked).orElse(false)
                                    || !now.isBefore(draft.sentAt().plus(SentText.KEPT))
                                    || revoked.contains(message.sender()))
                            .as("ignored for a reason")
                            .isTrue();
                    promises.excuse(asking.message(), message.sender());
                });
    }

    private Map<MessageId, SentText> sentBy(DeviceAddress author) {
        return sent.computeIfAbsent(author, made -> new HashMap<>());
    }

    private void accept(Party device, Mail mail, Reception.Accepted reception) {
        var message = reception.message();
        assertThat(message.id()).isEqualTo(mail.draft().message());
        assertThat(message.content()).isEqualTo(mail.draft().content());
        assertThat(message.expiry()).isEqualTo(mail.draft().expiry());
        if (message.content().isText() && !message.receipt().repeated()) {
            promises.shown(message.id(), device.protocol.self());
        }
        if (message.content() instanceof MessageContent.NotOpened asking) {
            repeat(device, asking, message);
        } else if (message.content() instanceof MessageContent.Delivered delivered) {
            sentBy(device.protocol.self())
                    .replaceAll((id, text) -> text.reported(message.sender(), delivered.messages()));
        }
        if (message.receiptDue()) {
            var alone = message.content().isText() ? Optional.<DeviceAddress>empty() : Optional.of(message.sender());
            due.computeIfAbsent(device.protocol.self(), made -> new HashMap<>())
                    .computeIfAbsent(new Recipient(message.place().other(), alone), made -> new LinkedHashSet<>())
                    .addAll(message.receipt().due());
        }
    }
}
