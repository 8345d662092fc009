package org.mayfly.protocol.client.link;

import org.junit.jupiter.api.Test;
import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.Missing;
import org.mayfly.protocol.client.Reception;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.client.support.Wraps;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.envelope.ChainPlace;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.Submit;
import org.mayfly.protocol.wire.WrapState;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.support.Outcomes.accepted;
import static org.mayfly.protocol.client.support.Outcomes.dropped;
import static org.mayfly.protocol.client.support.Outcomes.failed;
import static org.mayfly.protocol.client.support.Outcomes.text;

/** docs/protocol.md, "Gaps". */
class GapsTest {

    private static final Instant DUE = Party.NOW.plus(Gaps.PATIENCE);

    private final CryptoProvider provider = CryptoProvider.preferred();
    private final Party alice;
    private final Party bob;

    GapsTest() {
        var couple = Party.couple(provider);
        alice = couple.get(0);
        bob = couple.get(1);
        confirm(bob.receive(alice.send("start", bob)));
    }

    private void confirm(Reception received) {
        var receipt = new MessageContent.Delivered(List.of(accepted(received).id()));
        accepted(alice.receive(bob.send(bob.draft(alice, receipt, Party.NOW), alice, Party.NOW)));
        alice.forgetReplyKeysOf(bob);
    }

    private List<Submit> send(int count, WrapState state) {
        var sent = new ArrayList<Submit>();
        for (int i = 0; i < count; i++) {
            var submit = alice.send("text " + i, bob);
            assertThat(Wraps.state(submit)).isEqualTo(state);
            sent.add(submit);
        }
        return sent;
    }

    private List<Submit> fresh(int count) {
        return send(count, WrapState.WRAP_STATE_FRESH);
    }

    /** Told, as a client does. */
    private List<Integer> told(Instant now) {
        var missing = bob.protocol.missing(true, now);
        missing.forEach(one -> bob.store.commit(one.told()));
        assertThat(missing).extracting(Missing::from).allMatch(alice.user::equals);
        return missing.stream().map(Missing::count).toList();
    }

    @Test
    void a_place_that_was_passed_over_is_missing_after_a_minute_and_told_of_once_over_restarts() {
        accepted(bob.receive(fresh(2).get(1)));
        assertThat(told(DUE.minusMillis(1))).isEmpty();
        bob.restart();
        assertThat(bob.protocol.missing(true, DUE)).extracting(Missing::count).containsExactly(1);
        assertThat(told(DUE)).as("until the notice is durable").containsExactly(1);
        bob.restart();
        assertThat(told(DUE.plusSeconds(86_400))).isEmpty();
    }

    @Test
    void without_the_servers_word_that_all_was_delivered_it_is_missing_after_a_day() {
        accepted(bob.receive(fresh(2).get(1)));
        var day = Party.NOW.plus(Gaps.WITHOUT_DRAINED);
        assertThat(bob.protocol.missing(false, day.minusMillis(1))).isEmpty();
        assertThat(bob.protocol.missing(false, day)).extracting(Missing::count).containsExactly(1);
    }

    @Test
    void of_an_own_other_device_nothing_is_told() {
        var place = ChainPlace.fresh(Bytes.of(new byte[32]), 0);
        var gaps = new Gaps(bob.store);
        assertThat(gaps.passedOver(bob.protocol.self(), place, 3, Party.NOW)).isEmpty();
        assertThat(gaps.passedOver(alice.protocol.self(), place, 3, Party.NOW)).hasSize(3);
    }

    @Test
    void nothing_is_missing_where_everything_came_in_any_order() {
        var sent = fresh(4);
        for (int i : new int[] {3, 1, 0, 2}) {
            accepted(bob.receive(sent.get(i)));
        }
        assertThat(told(DUE)).isEmpty();
    }

    @Test
    void several_places_are_one_notice_whatever_was_dropped() {
        var fresh = fresh(4);
        bob.exhaust(PrekeyType.PREKEY_TYPE_P521);
        var chained = send(3, WrapState.WRAP_STATE_CHAIN);
        accepted(bob.receive(fresh.get(0)));
        accepted(bob.receive(fresh.get(3)));
        accepted(bob.receive(chained.get(1)));
        assertThat(told(DUE)).containsExactly(3);
    }

    @Test
    void an_envelope_that_comes_after_the_notice_is_taken_in_as_ever() {
        var sent = fresh(2);
        accepted(bob.receive(sent.get(1)));
        assertThat(told(DUE)).containsExactly(1);
        assertThat(text(bob.receive(bob.deliver(sent.get(0)), DUE))).isEqualTo("text 0");
        assertThat(told(DUE.plus(Gaps.PATIENCE))).isEmpty();
    }

    @Test
    void what_comes_too_late_to_be_shown_is_not_missing() {
        var sent = fresh(3);
        accepted(bob.receive(sent.get(2)));
        var afterwards = Party.NOW.plus(Duration.ofSeconds(Party.DAY.expiresAfterSeconds()));
        dropped(bob.receive(bob.deliver(sent.get(0)), afterwards), Check.R9);
        assertThat(told(afterwards)).as("the other one").containsExactly(1);
    }

    @Test
    void what_can_not_be_opened_any_more_is_missing_all_the_same() {
        bob.exhaust(PrekeyType.PREKEY_TYPE_P521);
        var lost = send(2, WrapState.WRAP_STATE_CHAIN);
        accepted(bob.receive(lost.get(1)));
        bob.replenish(PrekeyType.PREKEY_TYPE_P521, 16, Party.NOW);
        var carrying = fresh(16);
        carrying.subList(0, 15).forEach(submit -> accepted(bob.receive(submit)));
        confirm(bob.receive(carrying.get(15)));
        accepted(bob.receive(send(1, WrapState.WRAP_STATE_CHAIN).get(0)));
        failed(bob.judge(bob.deliver(lost.get(0)), Party.NOW), Check.R10);
        assertThat(told(DUE)).as("a newer carrier ended its chain").containsExactly(1);
    }

    @Test
    void what_is_missing_at_the_end_of_a_link_is_told() {
        accepted(bob.receive(fresh(3).get(2)));
        bob.store.commit(UnitOfWork.of(new LinkReceiving(provider, bob.store).drop(alice.protocol.self())));
        assertThat(bob.store.skippedKeys(alice.protocol.self())).isEmpty();
        assertThat(told(DUE)).containsExactly(2);
    }

    @Test
    void not_more_are_counted_than_psks_are_kept() {
        var gaps = new Gaps(bob.store);
        for (byte epoch = 0; epoch < 3; epoch++) {
            var first = ChainPlace.fresh(Bytes.of(new byte[] {epoch}), 7);
            bob.store.commit(
                    UnitOfWork.of(gaps.passedOver(alice.protocol.self(), first, 7 + Gaps.KEPT / 2 - 1, Party.NOW)));
        }
        assertThat(told(DUE)).containsExactly(Gaps.KEPT);
    }
}
