package org.mayfly.protocol.client.link;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.Suite;
import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.KeyNeed;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.NetworkPolicy;
import org.mayfly.protocol.client.Reception;
import org.mayfly.protocol.client.Sealing;
import org.mayfly.protocol.client.support.Forgery;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.client.support.Providers;
import org.mayfly.protocol.client.support.Wraps;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.envelope.ChainPlace;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.Submit;
import org.mayfly.protocol.wire.WrapState;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.support.Outcomes.accepted;
import static org.mayfly.protocol.client.support.Outcomes.failed;
import static org.mayfly.protocol.client.support.Outcomes.text;

/** The rules of docs/protocol.md, "Link", on every provider. */
@ParameterizedClass
@MethodSource(Providers.EVERY)
class LinkRulesTest {

    private final CryptoProvider provider;
    private final Party alice;
    private final Party bob;

    LinkRulesTest(CryptoProvider provider) {
        this.provider = provider;
        var couple = Party.couple(provider);
        this.alice = couple.get(0);
        this.bob = couple.get(1);
    }

    private void starve() {
        bob.exhaust(PrekeyType.PREKEY_TYPE_P521);
        bob.exhaust(PrekeyType.PREKEY_TYPE_MLKEM1024);
    }

    private Sealing tryToSend(Instant now) {
        return alice.seal(alice.draft(bob, new MessageContent.Text("text"), now), bob, now);
    }

    private Submit sendAt(Instant now) {
        return alice.send(alice.draft(bob, new MessageContent.Text("text"), now), bob, now);
    }

    private Submit chained() {
        var submit = sendAt(Party.NOW);
        assertThat(Wraps.state(submit)).isEqualTo(WrapState.WRAP_STATE_CHAIN);
        return submit;
    }

    private static ChainPlace place(Submit submit) {
        return Wraps.place(submit).orElseThrow();
    }

    private void confirm(Reception received) {
        var receipt = new MessageContent.Delivered(List.of(accepted(received).id()));
        accepted(alice.receive(bob.send(bob.draft(alice, receipt, Party.NOW), alice, Party.NOW)));
        alice.forgetReplyKeysOf(bob);
    }

    /** A confirmed link of alice to bob. */
    private void link() {
        confirm(bob.receive(alice.send("start", bob)));
    }

    /** The next sixteen FRESH; the last of a new epoch is a carrier. */
    private List<Submit> sixteen() {
        var sent = new ArrayList<Submit>();
        for (int i = 0; i < 16; i++) {
            sent.add(alice.send("fresh " + i, bob));
        }
        return sent;
    }

    @Test
    void a_start_of_suite_0x0002_waits_for_an_encapsulation_key_and_never_falls_back() {
        bob.exhaust(PrekeyType.PREKEY_TYPE_MLKEM1024);
        var kem = new KeyNeed(bob.protocol.self(), PrekeyType.PREKEY_TYPE_MLKEM1024);
        assertThat(tryToSend(Party.NOW)).isEqualTo(new Sealing.Waiting(Set.of(kem)));
        bob.replenish(PrekeyType.PREKEY_TYPE_MLKEM1024, 1, Party.NOW);
        var submit = sendAt(Party.NOW);
        assertThat(Wraps.of(submit).suite()).isEqualTo(Suite.HYBRID);
        assertThat(Wraps.state(submit)).isEqualTo(WrapState.WRAP_STATE_START);
    }

    @Test
    void the_suite_is_the_highest_that_both_devices_name_and_holds_for_the_epoch() {
        var both = List.of(Suite.values());
        var older = Party.couple(provider, both, List.of(Suite.CLASSICAL));
        var sender = older.get(0);
        var recipient = older.get(1);
        var start = sender.send("start", recipient);
        assertThat(Wraps.of(start).suite()).isEqualTo(Suite.CLASSICAL);
        var receipt = new MessageContent.Delivered(
                List.of(accepted(recipient.receive(start)).id()));
        accepted(sender.receive(recipient.send(recipient.draft(sender, receipt, Party.NOW), sender, Party.NOW)));
        var fresh = sender.send("fresh", recipient);
        assertThat(Wraps.state(fresh)).isEqualTo(WrapState.WRAP_STATE_FRESH);
        assertThat(Wraps.of(fresh).suite()).isEqualTo(Suite.CLASSICAL);
        recipient.exhaust(PrekeyType.PREKEY_TYPE_P521);
        var chained = sender.send("chain", recipient);
        assertThat(Wraps.of(chained).suite()).isEqualTo(Suite.CLASSICAL);
        assertThat(text(recipient.receive(fresh))).isEqualTo("fresh");
        assertThat(text(recipient.receive(chained))).isEqualTo("chain");
    }

    @Test
    void a_message_waits_where_no_suite_in_common_is_allowed() {
        var older = Party.couple(provider, List.of(Suite.values()), List.of(Suite.CLASSICAL));
        var draft = older.get(0).draft(older.get(1), "waits");
        var strict = new NetworkPolicy(Party.POLICY.maximum(), false);
        var keys = older.get(1).claimBoth();
        assertThat(older.get(0).protocol.seal(draft, keys, strict, Party.NOW)).isEqualTo(new Sealing.Waiting(Set.of()));
        assertThat(older.get(0).protocol.keysDue(draft, strict, Party.NOW)).isEmpty();
        assertThat(older.get(0).protocol.seal(draft, keys, Party.POLICY, Party.NOW))
                .isInstanceOf(Sealing.Ready.class);
    }

    @Test
    void nothing_hangs_from_a_start_that_was_not_confirmed() {
        var start = alice.send("start", bob);
        starve();
        assertThat(tryToSend(Party.NOW)).isInstanceOf(Sealing.Waiting.class);
        confirm(bob.receive(start));
        var chain = chained();
        assertThat(place(chain).carrier()).isEqualTo(OptionalLong.of(0));
        assertThat(text(bob.receive(chain))).isEqualTo("text");
    }

    @Test
    void without_a_one_time_key_a_fresh_becomes_a_chain_and_with_one_the_main_chain_goes_on() {
        link();
        var first = alice.send("fresh 0", bob);
        starve();
        var second = chained();
        bob.replenish(PrekeyType.PREKEY_TYPE_P521, 1, Party.NOW);
        var third = alice.send("fresh 1", bob);
        assertThat(place(first).index()).isZero();
        assertThat(place(third)).isEqualTo(place(first).at(1));
        for (var submit : List.of(first, second, third)) {
            accepted(bob.receive(submit));
        }
    }

    @Test
    void every_sixteenth_fresh_is_a_carrier_from_its_confirmation_on() {
        link();
        var sent = sixteen();
        starve();
        var before = chained();
        assertThat(place(before).carrier()).as("not confirmed").isEqualTo(OptionalLong.of(0));
        sent.subList(0, 15).forEach(submit -> accepted(bob.receive(submit)));
        confirm(bob.receive(sent.get(15)));
        var link = alice.store.sendingLink(bob.protocol.self()).orElseThrow();
        assertThat(link.carriers()).as("the older sub-chain is erased").hasSize(1);
        var after = chained();
        assertThat(place(after).carrier()).isEqualTo(OptionalLong.of(16));
        assertThat(place(after).index()).isZero();
        accepted(bob.receive(before));
        accepted(bob.receive(after));
    }

    @Test
    void a_lost_carrier_costs_nothing_but_itself() {
        link();
        var sent = sixteen();
        starve();
        sent.subList(0, 15).forEach(submit -> accepted(bob.receive(submit)));
        for (int i = 0; i < 3; i++) {
            var chain = chained();
            assertThat(place(chain).carrier()).isEqualTo(OptionalLong.of(0));
            accepted(bob.receive(chain));
        }
        bob.replenish(PrekeyType.PREKEY_TYPE_P521, 1, Party.NOW);
        assertThat(text(bob.receive(alice.send("fresh 16", bob)))).isEqualTo("fresh 16");
    }

    @Test
    void chain_messages_open_in_any_order_and_leave_no_key() {
        link();
        starve();
        var sent = new ArrayList<Submit>();
        for (int i = 0; i < 6; i++) {
            sent.add(chained());
        }
        var slots = bob.store.secrets().occupied().size();
        for (int i : new int[] {4, 0, 2, 5, 1, 3}) {
            accepted(bob.receive(sent.get(i)));
        }
        assertThat(bob.store.skippedKeys(alice.protocol.self())).isEmpty();
        assertThat(bob.store.secrets().occupied())
                .as("the sub-chain's key alone, in another slot")
                .hasSize(slots);
    }

    @Test
    void the_place_of_a_chain_is_used_once() {
        link();
        starve();
        var used = chained();
        accepted(bob.receive(used));
        for (var type : List.of(PrekeyType.PREKEY_TYPE_P521, PrekeyType.PREKEY_TYPE_MLKEM1024)) {
            bob.replenish(type, 1, Party.NOW);
        }
        var again = new Forgery(provider, alice, bob);
        again.plan = again.chained(Suite.HYBRID, place(used));
        failed(bob.judge(again.build(), Party.NOW), Check.R10);
    }

    @Test
    void a_chain_of_a_newer_carrier_ends_the_older_sub_chains_and_their_skipped_keys() {
        link();
        starve();
        var skipped = chained();
        accepted(bob.receive(chained()));
        assertThat(bob.store.skippedKeys(alice.protocol.self())).hasSize(1);
        var late = chained();
        bob.replenish(PrekeyType.PREKEY_TYPE_P521, 16, Party.NOW);
        var sent = sixteen();
        sent.subList(0, 15).forEach(submit -> accepted(bob.receive(submit)));
        confirm(bob.receive(sent.get(15)));
        accepted(bob.receive(chained()));
        assertThat(bob.store.skippedKeys(alice.protocol.self())).isEmpty();
        failed(bob.receive(bob.deliver(skipped), Party.NOW), Check.R10);
        failed(bob.receive(bob.deliver(late), Party.NOW), Check.R10);
    }

    @Test
    void a_carrier_that_comes_after_a_newer_one_was_used_opens_and_begins_nothing() {
        link();
        var first = sixteen();
        var second = sixteen();
        first.subList(0, 15).forEach(submit -> accepted(bob.receive(submit)));
        second.subList(0, 15).forEach(submit -> accepted(bob.receive(submit)));
        confirm(bob.receive(second.get(15)));
        starve();
        accepted(bob.receive(chained()));
        accepted(bob.receive(first.get(15)));
        var epoch = bob.store.receivingEpochs(alice.protocol.self()).get(0);
        assertThat(epoch.subChains()).extracting(sub -> sub.carrier()).containsExactly(32L);
    }

    @Test
    void beyond_64_messages_or_24_hours_a_start_is_due_and_without_its_keys_a_chain() {
        link();
        starve();
        for (int i = 1; i < LinkSending.MESSAGES_PER_EPOCH; i++) {
            chained();
        }
        bob.replenish(PrekeyType.PREKEY_TYPE_P521, 1, Party.NOW);
        assertThat(place(chained()).index())
                .as("a START is due, and half of its keys is not enough")
                .isEqualTo(63);
        bob.replenish(PrekeyType.PREKEY_TYPE_P521, 1, Party.NOW);
        bob.replenish(PrekeyType.PREKEY_TYPE_MLKEM1024, 1, Party.NOW);
        assertThat(Wraps.state(sendAt(Party.NOW))).isEqualTo(WrapState.WRAP_STATE_START);
    }

    @Test
    void after_24_hours_a_start_is_due_and_without_its_keys_a_chain() {
        link();
        starve();
        var late = Party.NOW.plus(LinkSending.EPOCH_LIFE);
        bob.replenish(PrekeyType.PREKEY_TYPE_P521, 2, late);
        assertThat(Wraps.state(sendAt(late.minusMillis(1)))).isEqualTo(WrapState.WRAP_STATE_FRESH);
        assertThat(Wraps.state(sendAt(late))).isEqualTo(WrapState.WRAP_STATE_CHAIN);
    }

    @Test
    void a_sub_chain_ends_after_256_messages() {
        link();
        starve();
        for (int i = 0; i < LinkSending.MESSAGES_PER_SUB_CHAIN; i++) {
            assertThat(place(chained()).index()).isEqualTo(i);
        }
        assertThat(tryToSend(Party.NOW)).isInstanceOf(Sealing.Waiting.class);
    }

    @Test
    void a_sub_chain_ends_72_hours_after_its_carrier_was_sealed() {
        link();
        starve();
        var end = Party.NOW.plus(LinkSending.SUB_CHAIN_LIFE);
        assertThat(tryToSend(end)).isInstanceOf(Sealing.Waiting.class);
        assertThat(Wraps.state(sendAt(end.minus(Duration.ofMillis(1))))).isEqualTo(WrapState.WRAP_STATE_CHAIN);
    }

    @Test
    void a_receipt_is_due_for_every_text_and_over_a_confirmed_link_for_every_start_and_carrier() {
        var content = new MessageContent.Delivered(List.of(MessageId.of(new byte[16])));
        var text = bob.receive(alice.send("text", bob));
        assertThat(accepted(text).receiptDue()).isTrue();
        var answer = bob.draft(
                alice, new MessageContent.Delivered(List.of(accepted(text).id())), Party.NOW);
        var receipt = alice.receive(bob.send(answer, alice, Party.NOW));
        assertThat(accepted(receipt).receiptDue())
                .as("a START that confirmed the own link")
                .isTrue();
        var start = bob.receive(alice.send(alice.draft(bob, content, Party.NOW), bob, Party.NOW));
        assertThat(accepted(start).receiptDue()).as("no carrier").isFalse();
        var named = new MessageContent.Delivered(List.of(accepted(receipt).id()));
        var confirming = bob.receive(alice.send(alice.draft(bob, named, Party.NOW), bob, Party.NOW));
        assertThat(accepted(confirming).receiptDue()).isFalse();
        for (int i = 2; i < 15; i++) {
            assertThat(accepted(bob.receive(alice.send("fresh " + i, bob))).receiptDue())
                    .isTrue();
        }
        var carrier = bob.receive(alice.send(alice.draft(bob, content, Party.NOW), bob, Party.NOW));
        assertThat(accepted(carrier).receiptDue()).as("FRESH 15").isTrue();
    }

    @Test
    void receipts_that_cross_do_not_beget_receipts_for_ever() {
        var waiting = new ArrayList<Submit>();
        for (int i = 0; i < 3; i++) {
            waiting.add(alice.send("text " + i, bob));
        }
        var sent = 0;
        for (boolean toBob = true; !waiting.isEmpty(); toBob = !toBob) {
            var from = toBob ? bob : alice;
            var to = toBob ? alice : bob;
            var answers = new ArrayList<Submit>();
            for (var submit : waiting) {
                var message = accepted(from.receive(submit));
                if (message.receiptDue()) {
                    var named = new MessageContent.Delivered(List.of(message.id()));
                    answers.add(from.send(from.draft(to, named, Party.NOW), to, Party.NOW));
                }
            }
            waiting = answers;
            assertThat(sent++).isLessThan(5);
        }
        assertThat(Wraps.state(alice.send("fresh", bob))).isEqualTo(WrapState.WRAP_STATE_FRESH);
        assertThat(Wraps.state(bob.send("fresh", alice))).isEqualTo(WrapState.WRAP_STATE_FRESH);
    }

    @Test
    void starts_that_come_in_the_wrong_order_do_not_push_out_the_newest() {
        var starts = new ArrayList<Submit>();
        for (int i = 0; i < 4; i++) {
            starts.add(alice.send("start " + i, bob));
        }
        var newest = bob.receive(starts.get(3));
        for (int i : new int[] {1, 0, 2}) {
            accepted(bob.receive(starts.get(i)));
        }
        assertThat(bob.store.receivingEpochs(alice.protocol.self()))
                .extracting(epoch -> epoch.order())
                .containsExactly(4L, 3L);
        confirm(newest);
        var fresh = alice.send("fresh", bob);
        assertThat(Wraps.state(fresh)).isEqualTo(WrapState.WRAP_STATE_FRESH);
        assertThat(text(bob.receive(fresh))).isEqualTo("fresh");
    }

    @Test
    void a_new_start_erases_every_key_of_the_link_before() {
        link();
        sixteen();
        var before = alice.store.sendingLink(bob.protocol.self()).orElseThrow();
        assertThat(before.slots()).hasSize(3);
        var late = Party.NOW.plus(LinkSending.EPOCH_LIFE);
        sendAt(late);
        assertThat(alice.store.secrets().occupied()).doesNotContainAnyElementsOf(before.slots());
        var after = alice.store.sendingLink(bob.protocol.self()).orElseThrow();
        assertThat(alice.store.secrets().occupied()).containsAll(after.slots());
    }
}
