package org.mayfly.protocol.client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.client.support.Providers;
import org.mayfly.protocol.client.support.Town;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.SeenList;
import org.mayfly.protocol.wire.Submit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.support.Outcomes.accepted;
import static org.mayfly.protocol.client.support.Outcomes.failed;
import static org.mayfly.protocol.client.support.Outcomes.text;

/** Messages between people who have several devices: docs/protocol.md, "Several devices". */
@ParameterizedClass
@MethodSource(Providers.EVERY)
class SeveralDevicesTest {

    private final Town town;
    private final Party alice;
    private final Party bob;

    SeveralDevicesTest(CryptoProvider provider) {
        this.town = Town.ofTwo(provider);
        this.alice = town.first(0);
        this.bob = town.first(1);
    }

    private static Set<DeviceAddress> recipients(Submit submit) {
        return submit.getWrapsList().stream()
                .map(wrap -> new DeviceAddress(
                        UserId.of(wrap.getUser().toByteArray()),
                        DeviceId.of(wrap.getDevice().toByteArray())))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Test
    void a_text_goes_to_every_device_of_both_but_the_one_that_sends_it() {
        var tablet = town.enrol(alice, Party.NOW);
        var phone = town.enrol(bob, Party.NOW);
        town.followAll(Party.NOW);
        var submit = town.send(alice, bob, "to all", Party.NOW);
        assertThat(recipients(submit))
                .containsExactlyInAnyOrder(tablet.protocol.self(), bob.protocol.self(), phone.protocol.self());
        for (var device : List.of(tablet, bob, phone)) {
            var message = accepted(town.receive(device, submit, Party.NOW));
            assertThat(message.content()).isEqualTo(new MessageContent.Text("to all"));
            assertThat(message.sender()).isEqualTo(alice.protocol.self());
            assertThat(message.place().staleList()).isFalse();
            assertThat(message.receiptDue()).isTrue();
        }
    }

    @Test
    void an_own_other_device_knows_whom_the_text_was_for() {
        var tablet = town.enrol(alice, Party.NOW);
        town.followAll(Party.NOW);
        var own = accepted(town.receive(tablet, town.send(alice, bob, "mine", Party.NOW), Party.NOW));
        assertThat(own.sender().user()).isEqualTo(alice.user);
        assertThat(own.place().other()).isEqualTo(bob.user);
        assertThat(own.conversation()).isEqualTo(tablet.protocol.conversationWith(bob.user));
    }

    @Test
    void an_own_other_device_finds_a_person_it_never_met_in_the_directory() {
        var tablet = alice.another(town.newest(alice.user), Party.NOW);
        town.publish(alice.user, List.of(tablet.list));
        town.follow(alice, alice.user, Party.NOW);
        var sealing = (Sealing.Ready)
                alice.protocol.seal(alice.draft(bob, "to a stranger"), claimFor(tablet), Party.POLICY, Party.NOW);
        var deliver = tablet.deliver(sealing.submit());
        assertThat(accepted(tablet.receive(deliver, town, Party.NOW)).place().other())
                .isEqualTo(bob.user);
    }

    private List<ClaimedPrekey> claimFor(Party more) {
        var keys = new ArrayList<>(bob.claimBoth());
        keys.addAll(more.claimBoth());
        return keys;
    }

    @Test
    void a_text_names_the_lists_it_rests_on_so_that_the_server_can_tell_an_old_one() {
        town.enrol(bob, Party.NOW);
        town.followAll(Party.NOW);
        var lists = town.send(alice, bob, "text", Party.NOW).getListsList();
        assertThat(lists).extracting(SeenList::getVersion).containsExactlyInAnyOrder(1L, 2L);
        assertThat(lists)
                .isSortedAccordingTo((one, other) -> Arrays.compareUnsigned(
                        one.getUser().toByteArray(), other.getUser().toByteArray()));
    }

    @Test
    void each_link_has_a_state_of_its_own_and_another_device_more_ends_none() {
        accepted(town.receive(bob, town.send(alice, bob, "start", Party.NOW), Party.NOW));
        var link = alice.store.sendingLink(bob.protocol.self()).orElseThrow();
        var phone = town.enrol(bob, Party.NOW);
        town.followAll(Party.NOW);
        assertThat(alice.store.sendingLink(bob.protocol.self())).contains(link);
        town.send(alice, bob, "again", Party.NOW);
        assertThat(alice.store.sendingLink(phone.protocol.self())).isPresent();
        assertThat(alice.store.sendingLink(phone.protocol.self()).orElseThrow().epoch())
                .isNotEqualTo(alice.store
                        .sendingLink(bob.protocol.self())
                        .orElseThrow()
                        .epoch());
    }

    @Test
    void a_delivered_confirms_the_link_to_the_device_that_sent_it_and_no_other() {
        var phone = town.enrol(bob, Party.NOW);
        town.followAll(Party.NOW);
        var submit = town.send(alice, bob, "start", Party.NOW);
        accepted(town.receive(bob, submit, Party.NOW));
        var message = accepted(town.receive(phone, submit, Party.NOW));
        var receipt = phone.draft(
                alice, new MessageContent.Delivered(message.receipt().due()), Party.NOW);
        var sealed = town.send(phone, receipt, Party.NOW).submit();
        accepted(town.receive(alice, sealed, Party.NOW));
        accepted(town.receive(bob, sealed, Party.NOW));
        assertThat(alice.store.sendingLink(phone.protocol.self()).orElseThrow().confirmed())
                .isTrue();
        assertThat(alice.store.sendingLink(bob.protocol.self()).orElseThrow().confirmed())
                .isFalse();
    }

    @Test
    void a_device_without_keys_is_left_out_and_gets_the_text_later_once_with_its_first_life() {
        var phone = town.enrol(bob, Party.NOW);
        town.followAll(Party.NOW);
        phone.exhaust(PrekeyType.PREKEY_TYPE_MLKEM1024);
        var draft = alice.draft(bob, "for both");
        var ready = town.send(alice, draft, Party.NOW);
        assertThat(recipients(ready.submit())).containsExactly(bob.protocol.self());
        assertThat(ready.leftOut().devices()).containsExactly(phone.protocol.self());
        assertThat(ready.leftOut().lacking()).isNotEmpty();
        accepted(town.receive(bob, ready.submit(), Party.NOW));

        var later = Party.NOW.plus(Duration.ofHours(2));
        var again = draft.forWaiting(alice.newId(), ready.leftOut().devices());
        assertThat(town.seal(alice, again, later)).isInstanceOf(Sealing.Waiting.class);
        phone.replenish(PrekeyType.PREKEY_TYPE_MLKEM1024, 5, later);
        var second = town.send(alice, again, later);
        assertThat(recipients(second.submit())).containsExactly(phone.protocol.self());
        var message = accepted(town.receive(phone, second.submit(), later));
        assertThat(message.id()).isEqualTo(draft.id());
        assertThat(message.sentAt()).isEqualTo(Party.NOW);
        assertThat(message.expiry()).isEqualTo(draft.expiry());
        assertThat(message.receipt().due()).containsExactly(draft.id(), again.id());
        assertThat(message.receipt().repeated()).isFalse();
        var third =
                town.send(alice, draft.forWaiting(alice.newId(), ready.leftOut().devices()), later);
        assertThat(accepted(town.receive(phone, third.submit(), later))
                        .receipt()
                        .repeated())
                .as("shown once")
                .isTrue();
    }

    @Test
    void a_text_that_reaches_only_own_devices_waits() {
        town.enrol(alice, Party.NOW);
        town.followAll(Party.NOW);
        bob.exhaust(PrekeyType.PREKEY_TYPE_P521);
        assertThat(town.seal(alice, alice.draft(bob, "waits"), Party.NOW)).isInstanceOf(Sealing.Waiting.class);
    }

    @Test
    void a_re_send_for_devices_that_are_gone_is_refused() {
        var phone = town.enrol(bob, Party.NOW);
        town.followAll(Party.NOW);
        var again = alice.draft(bob, "late").forWaiting(alice.newId(), Set.of(phone.protocol.self()));
        town.revoke(phone);
        town.followAll(Party.NOW);
        assertThat(town.seal(alice, again, Party.NOW)).isEqualTo(new Sealing.Refused(Sealing.Reason.NO_DEVICE_WAITS));
    }

    @Test
    void a_device_that_left_the_list_gets_no_more_and_what_it_sent_is_refused() {
        var phone = town.enrol(bob, Party.NOW);
        town.followAll(Party.NOW);
        accepted(town.receive(phone, town.send(alice, bob, "before", Party.NOW), Party.NOW));
        var underWay = town.send(phone, alice, "late", Party.NOW);
        town.revoke(phone);
        town.followAll(Party.NOW);
        assertThat(recipients(town.send(alice, bob, "after", Party.NOW))).containsExactly(bob.protocol.self());
        assertThat(alice.store.sendingLink(phone.protocol.self())).isEmpty();
        assertThat(alice.store.receivingEpochs(phone.protocol.self())).isEmpty();
        failed(town.receive(alice, underWay, Party.NOW), Check.R3);
        failed(town.receive(bob, underWay, Party.NOW), Check.R3);
        assertThat(phone.protocol.follow(bob.user, town, Party.NOW).verdict())
                .isEqualTo(ListAcceptance.Verdict.REVOKED);
    }

    @Test
    void what_hangs_from_a_submission_that_was_refused_is_forgotten_before_it_is_sealed_anew() {
        var draft = alice.draft(bob, "text");
        town.send(alice, draft, Party.NOW);
        alice.store.commit(alice.protocol.unsent(draft.id(), bob.user));
        assertThat(alice.store.sendingLink(bob.protocol.self())).isEmpty();
        var anew = town.send(alice, draft, Party.NOW).submit();
        assertThat(text(town.receive(bob, anew, Party.NOW))).isEqualTo("text");
    }
}
