package org.mayfly.protocol.client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mayfly.protocol.client.MessageContent.NotOpened;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.wire.PrekeyType;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.support.Outcomes.accepted;
import static org.mayfly.protocol.client.support.Outcomes.failed;
import static org.mayfly.protocol.client.support.Outcomes.question;

/** What an author gives to a device that asks for a text again: docs/protocol.md, "Asking again". */
class AnsweringTest extends LostTexts {

    @Test
    void a_question_about_another_envelope_or_under_another_hash_is_ignored() {
        confirm();
        var gone = write("lost", Party.NOW);
        var asking = asked(bob, lost(gone, bob, Party.NOW), LATER);
        var other = write("other", Party.NOW);
        assertThat(answer(other.sent(), asking, LATER)).isEmpty();
        var hash = Bytes.of(new byte[64]);
        var guessed =
                new Question(alice.protocol.self(), new NotOpened(gone.sent().message(), hash), Party.DAY);
        assertThat(answer(gone.sent(), asked(bob, guessed, LATER), LATER)).isEmpty();
        var right = gone.sent().copies().get(0).headerHash();
        var otherId = new Question(alice.protocol.self(), new NotOpened(bob.newId(), right), Party.DAY);
        assertThat(answer(gone.sent(), asked(bob, otherId, LATER), LATER)).isEmpty();
        assertThat(answer(gone.sent(), asking, LATER)).isPresent();
    }

    @Test
    void a_device_that_reported_the_text_does_not_get_it_again() {
        var gone = write("text", Party.NOW);
        var question = lost(gone, bob, Party.NOW);
        var reported =
                gone.sent().reported(bob.protocol.self(), List.of(gone.sent().message()));
        assertThat(reported.isOver()).isTrue();
        assertThat(answer(reported, asked(bob, question, LATER), LATER)).isEmpty();
    }

    @Test
    void a_report_of_one_device_leaves_the_others_and_one_about_something_else_changes_nothing() {
        var phone = town.enrol(bob, Party.NOW);
        town.followAll(Party.NOW);
        var gone = write("text", Party.NOW);
        var sent = gone.sent();
        assertThat(sent.reported(bob.protocol.self(), List.of(bob.newId()))).isEqualTo(sent);
        var left = sent.reported(bob.protocol.self(), List.of(sent.message()));
        assertThat(left.isOver()).isFalse();
        assertThat(answer(left, asked(phone, lost(gone, phone, Party.NOW), LATER), LATER))
                .isPresent();
        assertThat(answer(left, asked(bob, lost(gone, bob, Party.NOW), LATER), LATER))
                .isEmpty();
    }

    @Test
    void a_device_that_the_text_was_not_sealed_for_does_not_get_it() {
        var tablet = town.enrol(alice, Party.NOW);
        town.followAll(Party.NOW);
        var gone = write("before", Party.NOW);
        assertThat(gone.submit().getWrapsList()).hasSize(2);
        var phone = town.enrol(bob, Party.NOW);
        town.followAll(Party.NOW);
        var question = lost(gone, bob, Party.NOW);
        assertThat(answer(gone.sent(), asked(phone, question, LATER), LATER)).isEmpty();
        var sibling = new Draft(tablet.newId(), bob.user, question.content(), Party.DAY, LATER)
                .forDevice(alice.protocol.self());
        var asking =
                accepted(town.receive(alice, town.send(tablet, sibling, LATER).submit(), LATER));
        assertThat(answer(gone.sent(), asking, LATER))
                .as("own devices can't ask")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 30})
    void a_text_of_a_day_ago_or_more_is_not_sent_again(int hours) {
        confirm();
        var ready = town.send(
                alice,
                new Draft(
                        alice.newId(),
                        bob.user,
                        new MessageContent.Text("old"),
                        new Lifetime(Duration.ofDays(9).toSeconds(), 0),
                        Party.NOW),
                Party.NOW);
        var question = lost(new Gone(ready.sent().orElseThrow(), ready.submit()), bob, Party.NOW);
        var then = Party.NOW.plus(Duration.ofHours(hours));
        var asking = asked(bob, new Question(question.device(), question.content(), Party.DAY), then);
        assertThat(answer(ready.sent().orElseThrow(), asking, then)).isEmpty();
        assertThat(answer(
                        ready.sent().orElseThrow(),
                        asking,
                        Party.NOW.plus(SentText.KEPT).minusMillis(1)))
                .isPresent();
    }

    @Test
    void a_text_that_has_expired_is_not_sent_again() {
        confirm();
        var ready = town.send(
                alice,
                new Draft(alice.newId(), bob.user, new MessageContent.Text("brief"), new Lifetime(60, 0), Party.NOW),
                Party.NOW);
        var question = lost(new Gone(ready.sent().orElseThrow(), ready.submit()), bob, Party.NOW);
        var asking = asked(bob, question, LATER);
        assertThat(answer(ready.sent().orElseThrow(), asking, Party.NOW.plusSeconds(60)))
                .isEmpty();
        assertThat(answer(ready.sent().orElseThrow(), asking, Party.NOW.plusSeconds(59)))
                .isPresent();
    }

    @Test
    void a_device_that_left_the_list_does_not_get_it() {
        var phone = town.enrol(bob, Party.NOW);
        town.followAll(Party.NOW);
        var gone = write("text", Party.NOW);
        var question = lost(gone, phone, Party.NOW);
        var underWay =
                town.send(phone, question.draft(phone.newId(), LATER), LATER).submit();
        var asking = asked(phone, question, LATER);
        town.revoke(phone);
        town.followAll(LATER);
        assertThat(answer(gone.sent(), asking, LATER)).isEmpty();
        failed(town.receive(alice, underWay, LATER), Check.R3);
    }

    @Test
    void under_another_identity_nobody_gets_it_decided_or_not() {
        var gone = write("text", Party.NOW);
        var asking = asked(bob, lost(gone, bob, Party.NOW), LATER);
        var other = new SentText(
                gone.sent().draft(), Bytes.of(new byte[64]), gone.sent().copies());
        assertThat(answer(other, asking, LATER))
                .as("sealed for an identity before")
                .isEmpty();
        alice.store.commit(alice.protocol
                .accept(bob.underNewIdentity().list, bob.user, LATER)
                .unit());
        assertThat(answer(gone.sent(), asking, LATER))
                .as("a change is undecided")
                .isEmpty();
    }

    @Test
    void nothing_but_a_question_makes_a_text_go_out_again() {
        var gone = write("text", Party.NOW);
        bob.loseKeys(gone.submit());
        var text = accepted(town.receive(alice, town.send(bob, alice, "what was that?", LATER), LATER));
        assertThat(answer(gone.sent(), text, LATER)).isEmpty();
    }

    @Test
    void a_device_does_not_get_it_a_third_time() {
        confirm();
        var gone = write("lost", Party.NOW);
        var question = lost(gone, bob, Party.NOW);
        var repetition = answer(gone.sent(), asked(bob, question, LATER), LATER).orElseThrow();
        assertThat(repetition.left().isOver()).isTrue();
        assertThat(answer(repetition.left(), asked(bob, question, LATER), LATER))
                .isEmpty();
        alice.store.commit(repetition.unit());
        var again = town.send(alice, repetition.draft(), LATER);
        assertThat(again.sent()).as("about the re-send nobody can ask").isEmpty();
    }

    @Test
    void what_went_late_to_a_device_can_be_asked_for_too() {
        var phone = town.enrol(bob, Party.NOW);
        town.followAll(Party.NOW);
        phone.exhaust(PrekeyType.PREKEY_TYPE_P521);
        var draft = alice.draft(bob, "for both");
        var first = town.send(alice, draft, Party.NOW);
        phone.replenish(PrekeyType.PREKEY_TYPE_P521, 3, LATER);
        var second =
                town.send(alice, draft.forWaiting(alice.newId(), first.leftOut().devices()), LATER);
        var sent = first.sent().orElseThrow().and(second.sent().orElseThrow());
        var gone = new Gone(sent, second.submit());
        var repetition = answer(sent, asked(phone, lost(gone, phone, LATER), LATER), LATER)
                .orElseThrow();
        assertThat(repetition.draft().message()).isEqualTo(draft.id());
        assertThat(repetition.left().copies())
                .extracting(SentText.Copy::envelope)
                .containsExactly(draft.id());
    }

    @Test
    void an_envelope_the_server_refused_is_replaced_by_the_one_sealed_anew() {
        var draft = alice.draft(bob, "text");
        var refused = town.send(alice, draft, Party.NOW).sent().orElseThrow();
        alice.store.commit(alice.protocol.unsent(draft.id(), bob.user));
        var anew = town.send(alice, draft, Party.NOW).sent().orElseThrow();
        assertThat(refused.withdrawn(draft.id()).isOver()).isTrue();
        assertThat(refused.and(anew).copies()).isEqualTo(anew.copies());
    }
}
