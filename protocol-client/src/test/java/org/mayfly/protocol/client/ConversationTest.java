package org.mayfly.protocol.client;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.client.link.LinkSending;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.client.support.Providers;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.Submit;
import org.mayfly.protocol.wire.WrapState;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.support.Outcomes.accepted;
import static org.mayfly.protocol.client.support.Outcomes.text;
import static org.mayfly.protocol.client.support.Wraps.state;

class ConversationTest {

    private static MessageContent.Delivered receiptFor(Reception reception) {
        return new MessageContent.Delivered(List.of(accepted(reception).id()));
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void a_text_arrives_with_its_sender_time_and_life(CryptoProvider provider) {
        var couple = Party.couple(provider);
        var alice = couple.get(0);
        var bob = couple.get(1);
        var message = accepted(bob.receive(alice.send("Grüße ✉", bob)));
        assertThat(message.content()).isEqualTo(new MessageContent.Text("Grüße ✉"));
        assertThat(message.sender()).isEqualTo(alice.protocol.self());
        assertThat(message.sentAt()).isEqualTo(Party.NOW);
        assertThat(message.lifetime()).isEqualTo(Party.DAY);
        assertThat(message.conversation()).isEqualTo(alice.protocol.conversationWith(bob.user));
        assertThat(message.counter()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void a_link_starts_until_its_start_is_confirmed_and_is_fresh_from_then_on(CryptoProvider provider) {
        var couple = Party.couple(provider);
        var alice = couple.get(0);
        var bob = couple.get(1);
        var first = alice.send("1", bob);
        var second = alice.send("2", bob);
        assertThat(state(first)).isEqualTo(WrapState.WRAP_STATE_START);
        assertThat(state(second)).isEqualTo(WrapState.WRAP_STATE_START);
        var firstReceived = bob.receive(first);
        var secondReceived = bob.receive(second);
        confirm(bob, alice, firstReceived);
        var third = alice.send("3", bob);
        assertThat(state(third)).as("only the newest START counts").isEqualTo(WrapState.WRAP_STATE_START);
        var thirdReceived = bob.receive(third);
        assertThat(text(secondReceived)).isEqualTo("2");
        confirm(bob, alice, thirdReceived);
        for (int i = 0; i < 5; i++) {
            var fresh = alice.send("fresh " + i, bob);
            assertThat(state(fresh)).isEqualTo(WrapState.WRAP_STATE_FRESH);
            assertThat(text(bob.receive(fresh))).isEqualTo("fresh " + i);
        }
    }

    private static void confirm(Party from, Party to, Reception received) {
        var draft = from.draft(to, receiptFor(received), Party.NOW);
        accepted(to.receive(from.send(draft, to, Party.NOW)));
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void an_epoch_ends_after_64_messages_or_24_hours(CryptoProvider provider) {
        var couple = Party.couple(provider);
        var alice = couple.get(0);
        var bob = couple.get(1);
        confirm(bob, alice, bob.receive(alice.send("start", bob)));
        var late = Party.NOW.plus(LinkSending.EPOCH_LIFE);
        var sealedLate = (Sealing.Ready) alice.seal(alice.draft(bob, new MessageContent.Text("late"), late), bob, late);
        assertThat(state(sealedLate.submit())).isEqualTo(WrapState.WRAP_STATE_START);
        bob.replenish(PrekeyType.PREKEY_TYPE_P521, LinkSending.MESSAGES_PER_EPOCH, Party.NOW);
        for (int i = 1; i < LinkSending.MESSAGES_PER_EPOCH; i++) {
            assertThat(state(alice.send("fresh", bob))).isEqualTo(WrapState.WRAP_STATE_FRESH);
        }
        assertThat(state(alice.send("again", bob))).isEqualTo(WrapState.WRAP_STATE_START);
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void fresh_messages_that_come_late_or_not_at_all_hold_nothing_up(CryptoProvider provider) {
        var couple = Party.couple(provider);
        var alice = couple.get(0);
        var bob = couple.get(1);
        confirm(bob, alice, bob.receive(alice.send("start", bob)));
        var sent = new ArrayList<Submit>();
        for (int i = 0; i < 5; i++) {
            sent.add(alice.send("fresh " + i, bob));
        }
        for (var i : List.of(3, 0, 4, 2)) {
            assertThat(text(bob.receive(sent.get(i)))).isEqualTo("fresh " + i);
        }
        assertThat(bob.store.skippedKeys(alice.protocol.self())).hasSize(1);
        var afterwards = Party.NOW.plus(Duration.ofDays(60));
        bob.store.commit(bob.protocol.expireKeys(afterwards));
        assertThat(bob.store.skippedKeys(alice.protocol.self())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void every_key_of_an_accepted_message_is_erased_from_its_slot(CryptoProvider provider) {
        var couple = Party.couple(provider);
        var alice = couple.get(0);
        var bob = couple.get(1);
        var before = bob.store.secrets().occupied();
        var submit = alice.send("text", bob);
        bob.receive(submit);
        var after = bob.store.secrets().occupied();
        var pools = 2 * Party.ONE_TIME_KEYS;
        assertThat(before).as("two pools, signing key, key of the device names").hasSize(pools + 2);
        assertThat(after).as("two prekeys less, two chain keys more").hasSize(pools + 2);
        assertThat(before.stream().filter(slot -> !after.contains(slot))).hasSize(2);
        confirm(bob, alice, bob.receive(alice.send("again", bob)));
        for (int i = 0; i < 20; i++) {
            bob.receive(alice.send("more", bob));
        }
        assertThat(bob.store.secrets().occupied())
                .as("prekeys of both types, signing key, two received epochs with a carrier more, a link sent on;"
                        + " one FRESH came by a reply key")
                .hasSize(pools - 21 - 2 + 2 + (2 * 2 + 1) + 2);
        bob.store.commit(bob.protocol.expireKeys(Party.NOW.plus(Duration.ofDays(60))));
        assertThat(bob.store.secrets().occupied()).hasSize(2 + (2 * 2 + 1) + 2);
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void a_draft_waits_when_no_usable_one_time_key_is_at_hand(CryptoProvider provider) {
        var couple = Party.couple(provider);
        var alice = couple.get(0);
        var bob = couple.get(1);
        var draft = alice.draft(bob, "waits");
        assertThat(alice.protocol.seal(draft, List.of(), Party.POLICY, Party.NOW))
                .isInstanceOf(Sealing.Waiting.class);
        var keys = bob.claimBoth();
        var sealed = (Sealing.Ready) alice.protocol.seal(draft, keys, Party.POLICY, Party.NOW);
        alice.store.commit(sealed.unit());
        assertThat(sealed.message()).isEqualTo(draft.id());
        assertThat(sealed.spent()).hasSize(2);
        assertThat(alice.protocol.seal(draft, keys, Party.POLICY, Party.NOW))
                .as("no key is ever used twice")
                .isEqualTo(new Sealing.Waiting(Set.of(
                        new KeyNeed(bob.protocol.self(), PrekeyType.PREKEY_TYPE_P521),
                        new KeyNeed(bob.protocol.self(), PrekeyType.PREKEY_TYPE_MLKEM1024))));
        for (int used = 0; used < 2; used++) {
            var mixed = new ArrayList<>(bob.claimBoth());
            mixed.set(used, keys.get(used));
            assertThat(alice.protocol.seal(draft, mixed, Party.POLICY, Party.NOW))
                    .as("neither of the two")
                    .isInstanceOf(Sealing.Waiting.class);
        }
        var expired = Party.NOW.plus(Duration.ofDays(30));
        assertThat(alice.seal(alice.draft(bob, new MessageContent.Text("late"), expired), bob, expired))
                .isInstanceOf(Sealing.Waiting.class);
        assertThat(alice.protocol.seal(draft, alice.claimBoth(), Party.POLICY, Party.NOW))
                .isInstanceOf(Sealing.Waiting.class);
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void a_draft_is_refused_where_it_must_not_be_sent(CryptoProvider provider) {
        var couple = Party.couple(provider);
        var alice = couple.get(0);
        var bob = couple.get(1);
        var stranger = new Party(provider, alice.network);
        assertThat(alice.seal(alice.draft(stranger, "?"), stranger, Party.NOW))
                .isEqualTo(new Sealing.Refused(Sealing.Reason.NO_DEVICE_LIST));
        assertThat(alice.seal(alice.draft(alice, "?"), alice, Party.NOW))
                .isEqualTo(new Sealing.Refused(Sealing.Reason.OWN_USER));
        var over = Party.NOW.plusSeconds(Party.DAY.expiresAfterSeconds());
        assertThat(alice.seal(alice.draft(bob, "?"), bob, over)).isEqualTo(new Sealing.Refused(Sealing.Reason.EXPIRED));
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void a_replenished_pool_serves_further_messages(CryptoProvider provider) {
        var couple = Party.couple(provider);
        var alice = couple.get(0);
        var bob = couple.get(1);
        for (var type : List.of(PrekeyType.PREKEY_TYPE_P521, PrekeyType.PREKEY_TYPE_MLKEM1024)) {
            bob.exhaust(type);
            bob.replenish(type, 3, Party.NOW);
        }
        assertThat(text(bob.receive(alice.send("refilled", bob)))).isEqualTo("refilled");
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void receipts_live_as_long_as_the_shortest_lived_message_they_name(CryptoProvider provider) {
        var couple = Party.couple(provider);
        var alice = couple.get(0);
        var bob = couple.get(1);
        var id = MessageId.of(new byte[16]);
        var receipt =
                DeviceProtocol.deliveredReceipt(id, alice.user, List.of(id), Party.NOW.plusSeconds(90), Party.NOW);
        assertThat(receipt.expiry()).isEqualTo(Party.NOW.plusSeconds(90));
        accepted(alice.receive(bob.send(receipt, alice, Party.NOW)));
    }
}
