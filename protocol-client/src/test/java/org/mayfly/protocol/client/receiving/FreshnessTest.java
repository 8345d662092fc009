package org.mayfly.protocol.client.receiving;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.Lifetime;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.Reception;
import org.mayfly.protocol.client.payload.SealedContext;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.client.support.Providers;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.value.DeviceId;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.support.Outcomes.accepted;
import static org.mayfly.protocol.client.support.Outcomes.dropped;

/** R8 and R9 of docs/protocol.md, "Receiving", on every provider: new, and still alive. */
@ParameterizedClass
@MethodSource(Providers.EVERY)
class FreshnessTest extends ForgedMail {

    FreshnessTest(CryptoProvider provider) {
        super(provider);
    }

    @Test
    void r8_a_replay_is_dropped_and_the_same_id_with_other_bytes_is_refused() {
        var forgery = forgery();
        var first = forgery.build();
        accepted(bob.receive(first, Party.NOW));
        dropped(bob.receive(first, Party.NOW), Check.R8);
        forgery.payload = payload(forgery.context(alice, 2, Party.NOW));
        refused(forgery, Check.R8);
    }

    @Test
    void r9_an_envelope_past_its_discard_time_is_dropped() {
        var deliver = forgery().build();
        dropped(bob.judge(deliver, Party.NOW.plusSeconds(86_400)), Check.R9);
        accepted(bob.judge(deliver, Party.NOW.plusSeconds(86_400).minusMillis(1)));
    }

    @Test
    void r9_what_comes_too_late_leaves_no_key_behind_and_begins_nothing() {
        var forgery = forgery();
        var deliver = forgery.build();
        dropped(bob.receive(deliver, Party.NOW.plusSeconds(86_400)), Check.R9);
        assertThat(bob.store.heldPrekey(forgery.point.id())).isEmpty();
        assertThat(bob.store.heldPrekey(forgery.kem.id())).isEmpty();
        assertThat(bob.store.receivingEpochs(alice.protocol.self())).isEmpty();
        assertThat(bob.store.seenHash(alice.protocol.self(), forgery.message)).isEmpty();
        assertThat(check(bob.judge(deliver, Party.NOW))).isEqualTo(Check.R10);
        dropped(bob.receive(deliver, Party.NOW.plusSeconds(86_400)), Check.R9);
    }

    @Test
    void r9_what_comes_too_late_takes_its_place_in_the_chain_and_no_other() {
        var start = alice.send("start", bob);
        var first = accepted(bob.receive(start)).id();
        var receipt = bob.draft(alice, new MessageContent.Delivered(List.of(first)), Party.NOW);
        accepted(alice.receive(bob.send(receipt, alice, Party.NOW)));
        var before = bob.deliver(alice.send("before", bob));
        var late = bob.deliver(alice.send("late", bob));
        var after = bob.deliver(alice.send("after", bob));
        dropped(bob.receive(late, Party.NOW.plusSeconds(86_400)), Check.R9);
        assertThat(check(bob.judge(late, Party.NOW))).isEqualTo(Check.R10);
        accepted(bob.receive(after, Party.NOW));
        accepted(bob.receive(before, Party.NOW));
    }

    @Test
    void r9_what_comes_too_late_and_does_not_open_changes_nothing() {
        var forgery = forgery();
        forgery.boundDevice = DeviceId.of(new byte[16]);
        var reception = bob.judge(forgery.build(), Party.NOW.plusSeconds(86_400));
        dropped(reception, Check.R9);
        assertThat(reception.unit().changes()).isEmpty();
    }

    @Test
    void r9_a_message_whose_sealed_life_is_over_is_dropped_and_its_key_erased() {
        var forgery = forgery();
        var context = forgery.context(alice, 1, Party.NOW.minusSeconds(60));
        forgery.payload = payload(
                new SealedContext(context.conversation(), 1, context.sentAt(), new Lifetime(60, 0), context.view()));
        var deliver = forgery.build();
        dropped(bob.receive(deliver, Party.NOW), Check.R9);
        assertThat(bob.store.heldPrekey(forgery.point.id())).isEmpty();
        assertThat(bob.store.heldPrekey(forgery.kem.id())).isEmpty();
        dropped(bob.receive(deliver, Party.NOW), Check.R8);
    }

    private static Check check(Reception reception) {
        return ((Reception.Failed) reception).check();
    }
}
