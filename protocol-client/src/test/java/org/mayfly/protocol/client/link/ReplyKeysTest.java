package org.mayfly.protocol.client.link;

import org.junit.jupiter.api.Test;
import org.mayfly.protocol.Limits;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.Sealing;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.envelope.ReplyKey;
import org.mayfly.protocol.client.store.GivenKey;
import org.mayfly.protocol.client.store.ReceivedKey;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.client.support.Town;
import org.mayfly.protocol.client.support.Wraps;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.Submit;
import org.mayfly.protocol.wire.WrapState;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.support.Outcomes.accepted;
import static org.mayfly.protocol.client.support.Outcomes.text;

/** Keys that travel in wraps: docs/protocol.md, "Wrap". Bob gives, Alice answers with them. */
class ReplyKeysTest {

    private static final CryptoProvider PROVIDER = CryptoProvider.preferred();

    private final RandomSource random = RandomSource.of(PROVIDER);
    private final Town town = Town.ofTwo(PROVIDER);
    private final Party alice = town.first(0);
    private final Party bob = town.first(1);

    private List<PrekeyId> given(Instant now) {
        return bob.store.givenKeys(alice.protocol.self(), now).stream()
                .map(GivenKey::id)
                .toList();
    }

    private List<PrekeyId> received(Instant now) {
        return alice.store.receivedKeys(bob.protocol.self(), now).stream()
                .map(ReceivedKey::id)
                .toList();
    }

    /** Alice's link to Bob is confirmed, by a receipt that brings a key. */
    private void confirm() {
        var start = accepted(bob.receive(alice.send("start", bob)));
        var receipt = new MessageContent.Delivered(start.receipt().due());
        accepted(alice.receive(bob.send(bob.draft(alice, receipt, Party.NOW), alice, Party.NOW)));
    }

    private void bobWrites(int texts) {
        for (var i = 0; i < texts; i++) {
            accepted(alice.receive(bob.send("text " + i, alice)));
        }
    }

    private ReplyKey key(Instant created) {
        return ReplyKey.of(
                new PrekeyId(random.bytes(16)),
                P521KeyPair.generate(PROVIDER, random).publicKey(),
                created);
    }

    private void keep(ReplyKey key) {
        alice.store.commit(UnitOfWork.of(new ReplyKeys(alice.store).received(bob.protocol.self(), key, Party.NOW)));
    }

    @Test
    void an_answer_over_a_confirmed_link_takes_no_key_of_the_server() {
        confirm();
        var key = received(Party.NOW);
        assertThat(key).hasSize(1).isEqualTo(given(Party.NOW));
        var draft = alice.draft(bob, "answer");
        assertThat(alice.protocol.keysDue(draft, Party.POLICY, Party.NOW)).isEmpty();
        var ready = (Sealing.Ready) alice.protocol.seal(draft, List.of(), Party.POLICY, Party.NOW);
        alice.store.commit(ready.unit());
        assertThat(Wraps.state(ready.submit())).isEqualTo(WrapState.WRAP_STATE_FRESH);
        assertThat(Wraps.prekeys(ready.submit())).isEqualTo(key);
        assertThat(text(bob.receive(ready.submit()))).isEqualTo("answer");
    }

    @Test
    void a_key_is_used_once_and_both_erase_it() {
        confirm();
        var key = received(Party.NOW).get(0);
        var slot = bob.store.heldPrekey(key).orElseThrow().slot();
        accepted(bob.receive(alice.send("with it", bob)));
        assertThat(received(Party.NOW)).isEmpty();
        assertThat(alice.store.wasUsed(bob.protocol.self(), key)).isTrue();
        assertThat(bob.store.heldPrekey(key)).isEmpty();
        assertThat(bob.store.secrets().occupied()).doesNotContain(slot);
        assertThat(given(Party.NOW)).isEmpty();
        var next = alice.send("without", bob);
        assertThat(Wraps.prekeys(next)).doesNotContain(key);
    }

    @Test
    void a_key_that_travelled_is_used_before_a_claimed_one() {
        confirm();
        var claimed = bob.claim(PrekeyType.PREKEY_TYPE_P521);
        var draft = alice.draft(bob, "text");
        var ready = (Sealing.Ready) alice.protocol.seal(draft, List.of(claimed), Party.POLICY, Party.NOW);
        assertThat(Wraps.prekeys(ready.submit())).isEqualTo(received(Party.NOW));
        assertThat(ready.spent())
                .doesNotContain(PrekeyId.of(claimed.getPrekey().getId().toByteArray()));
    }

    @Test
    void a_key_that_travelled_never_goes_into_a_start() {
        bobWrites(2);
        assertThat(received(Party.NOW)).hasSize(2);
        var draft = alice.draft(bob, "first");
        assertThat(alice.protocol.keysDue(draft, Party.POLICY, Party.NOW)).hasSize(2);
        var start = alice.send(draft, bob, Party.NOW);
        assertThat(Wraps.state(start)).isEqualTo(WrapState.WRAP_STATE_START);
        assertThat(Wraps.prekeys(start)).doesNotContainAnyElementsOf(received(Party.NOW));
        bob.exhaust(PrekeyType.PREKEY_TYPE_P521);
        assertThat(alice.seal(alice.draft(bob, "second"), bob, Party.NOW)).isInstanceOf(Sealing.Waiting.class);
        assertThat(received(Party.NOW)).hasSize(2);
    }

    @Test
    void a_device_gives_four_and_no_more_until_one_is_used() {
        bobWrites(6);
        assertThat(given(Party.NOW)).hasSize(4).containsExactlyInAnyOrderElementsOf(received(Party.NOW));
        accepted(bob.receive(alice.send("start", bob)));
        var sent = alice.store
                .sendingLink(bob.protocol.self())
                .orElseThrow()
                .carriers()
                .get(0)
                .message();
        var receipt = new MessageContent.Delivered(List.of(sent));
        accepted(alice.receive(bob.send(bob.draft(alice, receipt, Party.NOW), alice, Party.NOW)));
        accepted(bob.receive(alice.send("answer", bob)));
        assertThat(given(Party.NOW)).hasSize(3);
        bobWrites(1);
        assertThat(given(Party.NOW)).hasSize(4).containsExactlyInAnyOrderElementsOf(received(Party.NOW));
    }

    @Test
    void a_recipient_keeps_four_of_a_device() {
        IntStream.range(0, 5).forEach(i -> keep(key(Party.NOW)));
        assertThat(received(Party.NOW)).hasSize(4);
    }

    @Test
    void a_key_that_is_no_good_is_as_if_there_were_none() {
        var good = key(Party.NOW);
        var created = Party.NOW.toEpochMilli();
        var life = Limits.PREKEY_LIFE.toMillis();
        var ahead = created + Limits.CLOCK_TOLERANCE.toMillis();
        var noPoint = Bytes.of(new byte[133]);
        for (var bad : List.of(
                new ReplyKey(good.id(), noPoint, created, created + life),
                new ReplyKey(good.id(), good.key(), ahead + 1, ahead + 1 + life),
                new ReplyKey(good.id(), good.key(), created, created + life + 1),
                new ReplyKey(good.id(), good.key(), created - life, created),
                new ReplyKey(good.id(), good.key(), 0, created + 1),
                new ReplyKey(good.id(), good.key(), created, -1))) {
            keep(bad);
            assertThat(received(Instant.EPOCH)).isEmpty();
        }
        keep(new ReplyKey(good.id(), good.key(), ahead, ahead + life));
        assertThat(received(Party.NOW)).containsExactly(good.id());
    }

    @Test
    void a_key_that_was_used_is_never_kept_again() {
        confirm();
        var kept = alice.store.receivedKeys(bob.protocol.self(), Party.NOW).get(0);
        alice.send("with it", bob);
        keep(ReplyKey.of(kept.id(), kept.key(), Party.NOW));
        assertThat(received(Party.NOW)).isEmpty();
    }

    @Test
    void a_key_ends_after_thirty_days_and_its_private_part_after_sixty() {
        confirm();
        var key = given(Party.NOW).get(0);
        var end = Party.NOW.plus(Duration.ofDays(30));
        assertThat(received(end.minusMillis(1))).containsExactly(key);
        assertThat(received(end)).isEmpty();
        assertThat(given(end)).as("another may be given").isEmpty();
        alice.store.commit(alice.protocol.expireKeys(end));
        assertThat(received(Party.NOW)).isEmpty();
        bob.store.commit(bob.protocol.expireKeys(Party.NOW.plus(Duration.ofDays(60))));
        assertThat(bob.store.heldPrekey(key)).isEmpty();
    }

    @Test
    void the_keys_of_a_device_end_with_its_place_on_the_list() {
        var phone = town.enrol(bob, Party.NOW);
        town.followAll(Party.NOW);
        accepted(town.receive(alice, town.send(phone, alice, "text", Party.NOW), Party.NOW));
        accepted(town.receive(phone, town.send(alice, bob, "text", Party.NOW), Party.NOW));
        var gone = phone.protocol.self();
        var given = alice.store.givenKeys(gone, Party.NOW);
        assertThat(given).hasSize(1);
        assertThat(alice.store.receivedKeys(gone, Party.NOW)).hasSize(1);
        var slot = alice.store.heldPrekey(given.get(0).id()).orElseThrow().slot();
        town.revoke(phone);
        town.followAll(Party.NOW);
        assertThat(alice.store.receivedKeys(gone, Party.NOW)).isEmpty();
        assertThat(alice.store.heldPrekey(given.get(0).id())).isEmpty();
        assertThat(alice.store.secrets().occupied()).doesNotContain(slot);
    }

    @Test
    void a_message_that_waits_makes_no_key() {
        var before = alice.store.secrets().occupied().size();
        bob.exhaust(PrekeyType.PREKEY_TYPE_P521);
        assertThat(alice.seal(alice.draft(bob, "waits"), bob, Party.NOW)).isInstanceOf(Sealing.Waiting.class);
        assertThat(alice.store.secrets().occupied()).hasSize(before);
    }

    @Test
    void a_wrap_has_one_size_with_a_key_and_without() {
        var with = bob.send("one", alice);
        bobWrites(4);
        var without = bob.send("two", alice);
        assertThat(size(with)).isEqualTo(size(without));
    }

    private static int size(Submit submit) {
        assertThat(Wraps.state(submit)).isEqualTo(WrapState.WRAP_STATE_START);
        return submit.getWraps(0).getWrap().size();
    }
}
