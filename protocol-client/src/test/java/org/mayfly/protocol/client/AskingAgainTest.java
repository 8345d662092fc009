package org.mayfly.protocol.client;

import org.junit.jupiter.api.Test;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.client.support.Wraps;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.WrapState;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.support.Outcomes.accepted;
import static org.mayfly.protocol.client.support.Outcomes.failed;
import static org.mayfly.protocol.client.support.Outcomes.question;

/** Who may ask for what again: docs/protocol.md, "Asking again". */
class AskingAgainTest extends LostTexts {

    @Test
    void a_text_whose_key_is_gone_comes_once_more_with_its_first_life() {
        confirm();
        var gone = write("lost", Party.NOW);
        assertThat(Wraps.state(gone.submit())).isEqualTo(WrapState.WRAP_STATE_FRESH);
        var asking = asked(bob, lost(gone, bob, Party.NOW), LATER);
        assertThat(asking.receiptDue()).isFalse();
        var repetition = answer(gone.sent(), asking, LATER).orElseThrow();
        alice.store.commit(repetition.unit());
        assertThat(alice.store.sendingLink(bob.protocol.self()))
                .as("the link ends")
                .isEmpty();

        var again = town.send(alice, repetition.draft(), LATER);
        assertThat(Wraps.state(again.submit())).isEqualTo(WrapState.WRAP_STATE_START);
        var message = accepted(town.receive(bob, again.submit(), LATER));
        assertThat(message.content()).isEqualTo(new MessageContent.Text("lost"));
        assertThat(message.id()).isEqualTo(gone.sent().message());
        assertThat(message.expiry()).isEqualTo(gone.sent().draft().expiry());
        assertThat(message.receipt().repeated()).isFalse();
        assertThat(message.receipt().due())
                .containsExactly(gone.sent().message(), repetition.draft().id());
    }

    @Test
    void a_device_asks_only_where_the_key_alone_is_missing() {
        var gone = write("text", Party.NOW);
        var forged = bob.deliver(gone.submit()).toBuilder();
        forged.setSignature(
                alice.deliver(town.send(bob, alice, "other", Party.NOW)).getSignature());
        bob.loseKeys(gone.submit());
        var unauthentic = bob.judge(forged.build(), Party.NOW);
        failed(unauthentic, Check.R6);
        assertThat(question(unauthentic)).isEmpty();
        assertThat(question(bob.judge(bob.deliver(gone.submit()), Party.NOW))).isPresent();
    }

    @Test
    void a_device_asks_about_an_envelope_once_however_often_it_comes() {
        confirm();
        var gone = write("lost", Party.NOW);
        lost(gone, bob, Party.NOW);
        for (var hours : List.of(0, 1, 23)) {
            var again = town.receive(bob, gone.submit(), Party.NOW.plus(Duration.ofHours(hours)));
            failed(again, Check.R10);
            assertThat(question(again)).isEmpty();
        }
    }

    @Test
    void what_was_asked_for_is_forgotten_no_sooner_than_the_envelope_is_discarded() {
        confirm();
        var ready = town.send(
                alice,
                new Draft(
                        alice.newId(),
                        bob.user,
                        new MessageContent.Text("long"),
                        new Lifetime(Duration.ofDays(20).toSeconds(), 0),
                        Party.NOW),
                Party.NOW);
        lost(new Gone(ready.sent().orElseThrow(), ready.submit()), bob, Party.NOW);
        var lateButAlive = Party.NOW.plus(Duration.ofDays(19));
        bob.store.commit(bob.protocol.expireKeys(lateButAlive));
        assertThat(question(town.receive(bob, ready.submit(), lateButAlive))).isEmpty();
        var discarded = Party.NOW.plus(Duration.ofDays(20));
        bob.store.commit(bob.protocol.expireKeys(discarded));
        assertThat(bob.store.askedAgain(alice.protocol.self())).isEmpty();
    }

    @Test
    void a_device_is_asked_at_most_8_times_in_24_hours() {
        confirm();
        var texts = new ArrayList<Gone>();
        for (var i = 0; i < 10; i++) {
            texts.add(write("text " + i, Party.NOW));
        }
        for (var gone : texts.subList(0, 8)) {
            lost(gone, bob, Party.NOW);
        }
        bob.loseKeys(texts.get(8).submit());
        assertThat(question(town.receive(bob, texts.get(8).submit(), Party.NOW.plus(Duration.ofHours(23)))))
                .isEmpty();
        var nextDay = Party.NOW.plus(Duration.ofHours(24)).minusMillis(1);
        bob.loseKeys(texts.get(9).submit());
        assertThat(question(bob.judge(bob.deliver(texts.get(9).submit()), nextDay)))
                .isEmpty();
        var lasting = town.send(
                alice,
                new Draft(
                        alice.newId(),
                        bob.user,
                        new MessageContent.Text("next day"),
                        new Lifetime(Duration.ofDays(2).toSeconds(), 0),
                        Party.NOW),
                Party.NOW);
        bob.loseKeys(lasting.submit());
        assertThat(question(town.receive(bob, lasting.submit(), Party.NOW.plus(Duration.ofHours(24)))))
                .isPresent();
    }

    @Test
    void two_devices_that_can_open_nothing_of_each_other_stop_after_one_question_each() {
        var gone = write("lost", Party.NOW);
        var next = Optional.of(lost(gone, bob, Party.NOW));
        var from = bob;
        var questions = 0;
        for (var now = Party.NOW; next.isPresent(); now = now.plusSeconds(1)) {
            questions++;
            var sealed =
                    town.send(from, next.get().draft(from.newId(), now), now).submit();
            from = from == bob ? alice : bob;
            from.loseKeys(sealed);
            next = question(town.receive(from, sealed, now));
        }
        assertThat(questions).isEqualTo(2);
    }

    @Test
    void a_start_is_asked_about_again_once_a_minute_has_passed() {
        var texts = List.of(write("one", Party.NOW), write("two", Party.NOW), write("three", Party.NOW));
        texts.forEach(gone -> bob.loseKeys(gone.submit()));
        assertThat(question(town.receive(bob, texts.get(0).submit(), Party.NOW)))
                .isPresent();
        assertThat(question(town.receive(bob, texts.get(1).submit(), Party.NOW.plusMillis(59_999))))
                .isEmpty();
        assertThat(question(town.receive(bob, texts.get(2).submit(), Party.NOW.plusSeconds(60))))
                .isPresent();
    }

    @Test
    void an_own_device_is_not_asked() {
        var tablet = town.enrol(alice, Party.NOW);
        town.followAll(Party.NOW);
        var gone = write("lost", Party.NOW);
        tablet.loseKeys(gone.submit());
        assertThat(question(town.receive(tablet, gone.submit(), Party.NOW))).isEmpty();
        bob.loseKeys(gone.submit());
        assertThat(question(town.receive(bob, gone.submit(), Party.NOW))).isPresent();
    }

    @Test
    void a_question_goes_to_the_one_device_that_sent_the_text() {
        var tablet = town.enrol(alice, Party.NOW);
        var phone = town.enrol(bob, Party.NOW);
        town.followAll(Party.NOW);
        var question = lost(write("lost", Party.NOW), bob, Party.NOW);
        assertThat(question.device()).isEqualTo(alice.protocol.self());
        var sealed = town.send(bob, question.draft(bob.newId(), LATER), LATER).submit();
        assertThat(sealed.getWrapsList()).hasSize(1);
        assertThat(sealed.getWraps(0).getDevice().toByteArray()).isEqualTo(alice.device.toArray());
        assertThat(List.of(tablet, phone)).as("not to these").hasSize(2);
    }

    @Test
    void a_question_goes_by_start_or_waits_though_the_link_is_confirmed() {
        confirm();
        accepted(town.receive(alice, town.send(bob, alice, "hello", Party.NOW), Party.NOW));
        var back = town.send(
                alice,
                alice.draft(
                        bob,
                        new MessageContent.Delivered(List.of(bob.store
                                .sendingLink(alice.protocol.self())
                                .orElseThrow()
                                .carriers()
                                .get(0)
                                .message())),
                        Party.NOW),
                Party.NOW);
        accepted(town.receive(bob, back.submit(), Party.NOW));
        assertThat(bob.store.sendingLink(alice.protocol.self()).orElseThrow().confirmed())
                .isTrue();
        var question = lost(write("lost", Party.NOW), bob, Party.NOW).draft(bob.newId(), LATER);
        var otherwise = bob.draft(alice, new MessageContent.Text("over the link"), LATER);
        assertThat(Wraps.state(((Sealing.Ready) town.seal(bob, otherwise, LATER)).submit()))
                .isEqualTo(WrapState.WRAP_STATE_FRESH);
        alice.exhaust(PrekeyType.PREKEY_TYPE_MLKEM1024);
        assertThat(town.seal(bob, question, LATER))
                .as("neither FRESH nor CHAIN")
                .isInstanceOf(Sealing.Waiting.class);
        alice.replenish(PrekeyType.PREKEY_TYPE_MLKEM1024, 1, LATER);
        assertThat(Wraps.state(town.send(bob, question, LATER).submit())).isEqualTo(WrapState.WRAP_STATE_START);
    }

    @Test
    void a_question_lives_a_day_at_most_and_no_longer_than_the_server_keeps_the_envelope() {
        confirm();
        var brief = town.send(
                alice,
                new Draft(alice.newId(), bob.user, new MessageContent.Text("brief"), new Lifetime(300, 0), Party.NOW),
                Party.NOW);
        var shortLife = lost(new Gone(brief.sent().orElseThrow(), brief.submit()), bob, LATER)
                .lifetime();
        assertThat(shortLife).isEqualTo(new Lifetime(270, 0));
        var days = town.send(
                alice,
                new Draft(
                        alice.newId(),
                        bob.user,
                        new MessageContent.Text("long"),
                        new Lifetime(Duration.ofDays(9).toSeconds(), 0),
                        Party.NOW),
                Party.NOW);
        var longLife = lost(new Gone(days.sent().orElseThrow(), days.submit()), bob, LATER)
                .lifetime();
        assertThat(longLife).isEqualTo(new Lifetime(86_400, 0));
    }
}
