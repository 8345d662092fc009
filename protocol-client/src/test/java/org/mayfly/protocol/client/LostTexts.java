package org.mayfly.protocol.client;

import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.client.support.Town;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.wire.Submit;

import java.time.Instant;
import java.util.Optional;

import static org.mayfly.protocol.client.support.Outcomes.accepted;
import static org.mayfly.protocol.client.support.Outcomes.question;

/** Alice wrote, and Bob lost the keys: what the rules of docs/protocol.md, "Asking again", are tried on. */
abstract class LostTexts {

    static final Instant LATER = Party.NOW.plusSeconds(30);

    final Town town = Town.ofTwo(CryptoProvider.preferred());
    final Party alice = town.first(0);
    final Party bob = town.first(1);

    /** A text that went out. */
    record Gone(SentText sent, Submit submit) {}

    Gone write(String text, Instant now) {
        var ready = town.send(alice, alice.draft(bob, new MessageContent.Text(text), now), now);
        return new Gone(ready.sent().orElseThrow(), ready.submit());
    }

    /** Written, and lost by this device for want of the key. */
    Question lost(Gone gone, Party device, Instant now) {
        device.loseKeys(gone.submit());
        return question(town.receive(device, gone.submit(), now)).orElseThrow();
    }

    ReceivedMessage asked(Party device, Question question, Instant now) {
        return accepted(town.receive(
                alice,
                town.send(device, question.draft(device.newId(), now), now).submit(),
                now));
    }

    Optional<Repetition> answer(SentText sent, ReceivedMessage asking, Instant now) {
        return alice.protocol.repeat(sent, asking, alice.newId(), now);
    }

    /** The link from Alice to Bob is confirmed. */
    void confirm() {
        var start = write("start", Party.NOW);
        var message = accepted(town.receive(bob, start.submit(), Party.NOW));
        var receipt = new MessageContent.Delivered(message.receipt().due());
        var sealed = town.send(bob, bob.draft(alice, receipt, Party.NOW), Party.NOW);
        accepted(town.receive(alice, sealed.submit(), Party.NOW));
        alice.forgetReplyKeysOf(bob);
    }
}
