package org.mayfly.protocol.client.support;

import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.Draft;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.Reception;
import org.mayfly.protocol.client.Sealing;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.envelope.ChainPlace;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.Submit;
import org.mayfly.protocol.wire.WrapState;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** Two devices that write to each other over a bad network, and what must hold at every step. */
public final class RandomConversation {

    private final Random chance;
    private final List<Party> parties = Party.couple(CryptoProvider.preferred());
    private final List<Envelope> onTheWay = new ArrayList<>();
    private final List<Envelope> arrived = new ArrayList<>();
    private final List<Queue<Draft>> outboxes = List.of(new ArrayDeque<>(), new ArrayDeque<>());
    private final Set<PrekeyId> usedPrekeys = new HashSet<>();
    private final Set<ChainPlace> usedPlaces = new HashSet<>();
    private final Map<WrapState, Integer> states = new EnumMap<>(WrapState.class);
    private Instant now = Party.NOW;
    private int sealed;
    private int accepted;

    /**
     * Sealed.
     *
     * @param number in the order of sealing
     * @param from the index of the party
     */
    private record Envelope(int number, int from, Draft draft, Submit submit, Deliver deliver) {}

    public RandomConversation(long seed) {
        this.chance = new Random(seed);
    }

    public int sealed() {
        return sealed;
    }

    public int accepted() {
        return accepted;
    }

    public Map<WrapState, Integer> states() {
        return states;
    }

    public void step() {
        var die = chance.nextInt(100);
        if (die < 22) {
            write();
        } else if (die < 80) {
            deliver(chance.nextInt(5) == 0 ? chance.nextInt(onTheWay.size() + 1) : 0);
        } else if (die < 83 && !onTheWay.isEmpty()) {
            onTheWay.remove(chance.nextInt(onTheWay.size()));
        } else if (die < 87 && !arrived.isEmpty()) {
            replay(arrived.get(chance.nextInt(arrived.size())));
        } else if (die < 89) {
            parties.get(chance.nextInt(2)).exhaust(type());
        } else if (die < 95) {
            parties.get(chance.nextInt(2)).replenish(type(), 1 + chance.nextInt(40), now);
        } else if (die < 97) {
            parties.get(chance.nextInt(2)).restart();
        } else {
            now = now.plus(Duration.ofMinutes(chance.nextInt(240)));
        }
        sendWaiting();
    }

    /** Keys for everybody, and all that is on its way arrives, in order. */
    public void settle() {
        while (!onTheWay.isEmpty() || !outboxes.stream().allMatch(Queue::isEmpty)) {
            parties.forEach(party -> {
                party.replenish(PrekeyType.PREKEY_TYPE_P521, 1, now);
                party.replenish(PrekeyType.PREKEY_TYPE_MLKEM1024, 1, now);
            });
            sendWaiting();
            deliver(0);
        }
    }

    private PrekeyType type() {
        return chance.nextBoolean() ? PrekeyType.PREKEY_TYPE_P521 : PrekeyType.PREKEY_TYPE_MLKEM1024;
    }

    private void write() {
        var from = chance.nextInt(2);
        var text = new MessageContent.Text("text " + sealed);
        outboxes.get(from).add(parties.get(from).draft(parties.get(1 - from), text, now));
    }

    /** First come, first served, as in an outbox: what has expired leaves, and where one waits the later ones do. */
    private void sendWaiting() {
        for (int from = 0; from < parties.size(); from++) {
            var queue = outboxes.get(from);
            while (!queue.isEmpty() && leaves(from, queue.peek())) {
                queue.remove();
            }
        }
    }

    private boolean leaves(int from, Draft draft) {
        return parties.get(from)
                .seal(draft, parties.get(1 - from), now)
                .<Boolean>fold(
                        ready -> {
                            send(from, draft, ready);
                            return true;
                        },
                        waiting -> {
                            assertThat(waiting.lacking()).isNotEmpty();
                            return false;
                        },
                        refused -> {
                            assertThat(refused.reason()).isEqualTo(Sealing.Reason.EXPIRED);
                            return true;
                        });
    }

    private void send(int from, Draft draft, Sealing.Ready ready) {
        parties.get(from).store.commit(ready.unit());
        var submit = ready.submit();
        for (var prekey : Wraps.prekeys(submit)) {
            assertThat(usedPrekeys.add(prekey)).as("no one-time key twice").isTrue();
        }
        Wraps.place(submit)
                .ifPresent(place -> assertThat(usedPlaces.add(place))
                        .as("no place in a chain twice")
                        .isTrue());
        states.merge(Wraps.state(submit), 1, Integer::sum);
        var deliver = parties.get(1 - from).deliver(submit);
        onTheWay.add(new Envelope(sealed++, from, draft, submit, deliver));
    }

    private void deliver(int place) {
        if (place >= onTheWay.size()) {
            return;
        }
        var envelope = onTheWay.remove(place);
        var recipient = parties.get(1 - envelope.from());
        var overtaken = arrived.stream()
                .anyMatch(other -> other.from() == envelope.from() && other.number() > envelope.number());
        recipient
                .receive(envelope.deliver(), now)
                .<Runnable>fold(
                        good -> () -> accept(envelope, good, recipient),
                        dropped -> () -> {
                            assertThat(dropped.check()).isEqualTo(Check.R9);
                            assertThat(envelope.draft().expiry()).isBeforeOrEqualTo(now.plus(Duration.ofHours(1)));
                        },
                        refused -> () -> {
                            assertThat(refused.check()).isEqualTo(Check.R10);
                            assertThat(overtaken).as("only what was overtaken").isTrue();
                        })
                .run();
    }

    private void accept(Envelope envelope, Reception.Accepted reception, Party recipient) {
        accepted++;
        arrived.add(envelope);
        var message = reception.message();
        assertThat(message.id()).isEqualTo(envelope.draft().id());
        assertThat(message.content()).isEqualTo(envelope.draft().content());
        for (var prekey : Wraps.prekeys(envelope.submit())) {
            assertThat(recipient.store.heldPrekey(prekey)).as("used up").isEmpty();
        }
        if (message.receiptDue()) {
            report(1 - envelope.from(), message.id());
        }
    }

    private void report(int from, MessageId message) {
        var content = new MessageContent.Delivered(List.of(message));
        outboxes.get(from).add(parties.get(from).draft(parties.get(1 - from), content, now));
    }

    private void replay(Envelope envelope) {
        var recipient = parties.get(1 - envelope.from());
        var reception = recipient.judge(envelope.deliver(), now);
        Outcomes.dropped(reception, Check.R8);
        assertThat(reception.unit().changes()).isEmpty();
    }
}
