package org.mayfly.protocol.client;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.client.ListAcceptance.Verdict;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.crypto.Signer;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.PinnedList;
import org.mayfly.protocol.client.store.SeenIdentity;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.client.support.Providers;
import org.mayfly.protocol.client.support.Town;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.DeviceClass;
import org.mayfly.protocol.wire.ListedDevice;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.support.Outcomes.accepted;
import static org.mayfly.protocol.client.support.Outcomes.failed;

/** Which device lists are followed, and what a server that lies about them can do. */
@ParameterizedClass
@MethodSource(Providers.EVERY)
class DeviceListsTest {

    private final CryptoProvider provider;
    private final RandomSource random;
    private final Town town;
    private final Party alice;
    private final Party bob;

    DeviceListsTest(CryptoProvider provider) {
        this.provider = provider;
        this.random = RandomSource.of(provider);
        this.town = Town.ofTwo(provider);
        this.alice = town.first(0);
        this.bob = town.first(1);
    }

    private long pinned(Party by, UserId user) {
        return by.protocol.deviceList(user).orElseThrow().newest().version();
    }

    private static DeviceDirectory showing(SignedDeviceList newest, List<SignedDeviceList> between) {
        return new DeviceDirectory() {
            @Override
            public Optional<SignedDeviceList> deviceList(UserId user) {
                return Optional.of(newest);
            }

            @Override
            public List<SignedDeviceList> deviceLists(UserId user, long after) {
                return between;
            }
        };
    }

    @Test
    void every_version_between_is_verified_and_remembered() {
        var phone = town.enrol(bob, Party.NOW);
        var tablet = town.enrol(bob, Party.NOW);
        town.revoke(phone);
        var followed = town.follow(alice, bob.user, Party.NOW);
        assertThat(followed.verdict()).isEqualTo(Verdict.ADVANCED);
        assertThat(followed.difference().added()).containsExactly(tablet.protocol.self());
        assertThat(followed.difference().removed()).isEmpty();
        assertThat(pinned(alice, bob.user)).isEqualTo(4);
        assertThat(alice.protocol.deviceList(bob.user).orElseThrow().history())
                .extracting(old -> old.version())
                .containsExactly(3L, 2L, 1L);
        var later = Party.NOW.plus(Duration.ofDays(61));
        town.enrol(bob, later);
        town.follow(alice, bob.user, later);
        assertThat(alice.protocol.deviceList(bob.user).orElseThrow().history())
                .as("61 days")
                .extracting(old -> old.version())
                .containsExactly(4L);
    }

    /** A server that shows the first so many versions. */
    private static DeviceDirectory upTo(List<SignedDeviceList> versions, int newest) {
        return new DeviceDirectory() {
            @Override
            public Optional<SignedDeviceList> deviceList(UserId user) {
                return Optional.of(versions.get(newest - 1));
            }

            @Override
            public List<SignedDeviceList> deviceLists(UserId user, long after) {
                return versions.subList((int) after, newest);
            }
        };
    }

    private Verdict follows(Party by, DeviceDirectory directory) {
        var acceptance = by.protocol.follow(bob.user, directory, Party.NOW);
        by.store.commit(acceptance.unit());
        return acceptance.verdict();
    }

    @Test
    void no_list_is_older_than_one_that_was_seen_of_its_identity_whatever_was_pinned_in_between() {
        var lost = town.enrol(bob, Party.NOW);
        town.revoke(lost);
        town.enrol(bob, Party.NOW);
        var versions = town.deviceLists(bob.user, 0);
        assertThat(follows(alice, upTo(versions, 3))).isEqualTo(Verdict.ADVANCED);
        var other = bob.underNewIdentity();
        assertThat(follows(alice, upTo(List.of(other.list), 1))).isEqualTo(Verdict.IDENTITY_CHANGED);
        alice.store.commit(alice.protocol.acceptIdentityChange(bob.user));
        assertThat(follows(alice, upTo(versions, 2)))
                .as("the device that was removed is on it")
                .isEqualTo(Verdict.REFUSED);
        assertThat(alice.protocol.changedSafetyNumber(bob.user)).isEmpty();
        assertThat(follows(alice, upTo(versions, 3))).isEqualTo(Verdict.IDENTITY_CHANGED);
        assertThat(follows(alice, upTo(versions, 4))).isEqualTo(Verdict.IDENTITY_CHANGED);
        assertThat(follows(alice, upTo(versions, 3)))
                .as("nor while it is undecided")
                .isEqualTo(Verdict.REFUSED);
        alice.store.commit(alice.protocol.acceptIdentityChange(bob.user));
        assertThat(pinned(alice, bob.user)).isEqualTo(4);
        assertThat(follows(alice, upTo(List.of(other.list), 1)))
                .as("control: as new as it was")
                .isEqualTo(Verdict.IDENTITY_CHANGED);
    }

    @Test
    void of_another_identity_every_version_is_verified_and_remembered_before_it_is_shown() {
        var other = bob.underNewIdentity();
        var versions = List.of(other.list, other.another(other.list, Party.NOW).list);
        assertThat(follows(alice, showing(versions.get(1), versions.subList(1, 2))))
                .isEqualTo(Verdict.REFUSED);
        assertThat(follows(alice, upTo(versions, 2))).isEqualTo(Verdict.IDENTITY_CHANGED);
        alice.store.commit(alice.protocol.acceptIdentityChange(bob.user));
        assertThat(pinned(alice, bob.user)).isEqualTo(2);
        assertThat(alice.protocol.deviceList(bob.user).orElseThrow().history())
                .as("what was sent under the first is taken in")
                .extracting(old -> old.version())
                .containsExactly(1L);
    }

    @Test
    void a_server_that_shows_ever_other_identities_fills_no_disk() {
        var pinned = alice.store.pinnedList(bob.user).orElseThrow();
        var many = new ArrayList<SeenIdentity>();
        for (int i = 0; i < PinnedList.IDENTITIES_KEPT; i++) {
            many.add(new SeenIdentity(random.bytes(64), 1, random.bytes(64)));
        }
        var others = new PinnedList.Others(List.of(), many);
        alice.store.commit(UnitOfWork.of(List.of(new Change.PutPinnedList(
                new PinnedList(bob.user, pinned.signedList(), Optional.empty(), List.of(), others)))));
        assertThat(follows(alice, upTo(List.of(bob.underNewIdentity().list), 1)))
                .isEqualTo(Verdict.REFUSED);
    }

    @Test
    void at_first_contact_the_whole_chain_is_verified() {
        town.enrol(bob, Party.NOW);
        var versions = town.deviceLists(bob.user, 0);
        var carol = new Party(CryptoProvider.preferred(), alice.network);
        var gap = carol.protocol.follow(bob.user, showing(versions.get(1), versions.subList(1, 2)), Party.NOW);
        assertThat(gap.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(town.follow(carol, bob.user, Party.NOW).verdict()).isEqualTo(Verdict.PINNED);
        assertThat(carol.protocol.deviceList(bob.user).orElseThrow().history()).hasSize(1);
    }

    /** A server that shows all versions but this one. */
    private static DeviceDirectory leavingOut(int left, List<SignedDeviceList> versions) {
        return new DeviceDirectory() {
            @Override
            public Optional<SignedDeviceList> deviceList(UserId user) {
                return Optional.of(versions.get(versions.size() - 1));
            }

            @Override
            public List<SignedDeviceList> deviceLists(UserId user, long after) {
                return LongStream.rangeClosed(after + 1, versions.size())
                        .filter(version -> version != left)
                        .mapToObj(version -> versions.get((int) version - 1))
                        .toList();
            }
        };
    }

    @Test
    void a_chain_that_leaves_a_version_out_is_refused_at_first_contact_and_later() {
        var stranger = new Party(provider, alice.network);
        town.enrol(bob, Party.NOW);
        town.enrol(bob, Party.NOW);
        var versions = town.deviceLists(bob.user, 0);
        assertThat(follows(stranger, leavingOut(1, versions))).isEqualTo(Verdict.REFUSED);
        assertThat(follows(stranger, leavingOut(2, versions))).isEqualTo(Verdict.REFUSED);
        assertThat(follows(alice, leavingOut(2, versions))).isEqualTo(Verdict.REFUSED);
        assertThat(pinned(alice, bob.user)).isEqualTo(1);
        assertThat(follows(stranger, leavingOut(0, versions))).isEqualTo(Verdict.PINNED);
        assertThat(follows(alice, leavingOut(0, versions))).isEqualTo(Verdict.ADVANCED);
    }

    @Test
    void a_list_that_names_a_device_of_another_user_is_refused() {
        for (var theirs : List.of(bob.device, alice.device)) {
            var list = listing(theirs);
            assertThat(alice.protocol
                            .accept(list.signed(), list.user(), Party.NOW)
                            .verdict())
                    .isEqualTo(Verdict.REFUSED);
        }
        var own = listing(new DeviceId(random.bytes(16)));
        assertThat(alice.protocol.accept(own.signed(), own.user(), Party.NOW).verdict())
                .isEqualTo(Verdict.PINNED);
    }

    @Test
    void a_list_that_continues_the_former_identity_decides_nothing_about_a_changed_one() {
        var changed = alice.protocol.accept(bob.underNewIdentity().list, bob.user, Party.NOW);
        alice.store.commit(changed.unit());
        var number = alice.protocol.changedSafetyNumber(bob.user);
        assertThat(number).isPresent();
        town.enrol(bob, Party.NOW);
        assertThat(town.follow(alice, bob.user, Party.NOW).verdict()).isEqualTo(Verdict.ADVANCED);
        assertThat(alice.protocol.changedSafetyNumber(bob.user)).isEqualTo(number);
        assertThat(alice.protocol.seal(alice.draft(bob, "to whom?"), List.of(), Party.POLICY, Party.NOW))
                .isEqualTo(new Sealing.Refused(Sealing.Reason.IDENTITY_CHANGED));
    }

    @Test
    void an_undecided_list_that_turns_out_to_name_a_device_of_another_user_is_none() {
        var before = alice.protocol.safetyNumber(bob.user);
        var theirs = new DeviceId(random.bytes(16));
        var forged = listing(bob.user, theirs);
        alice.store.commit(
                alice.protocol.accept(forged.signed(), bob.user, Party.NOW).unit());
        assertThat(alice.protocol.changedSafetyNumber(bob.user)).isPresent();
        var carols = listing(theirs);
        var taken = alice.protocol.accept(carols.signed(), carols.user(), Party.NOW);
        assertThat(taken.verdict()).as("an undecided list binds nobody").isEqualTo(Verdict.PINNED);
        alice.store.commit(taken.unit());
        assertThat(alice.protocol.changedSafetyNumber(bob.user)).isEmpty();
        alice.store.commit(alice.protocol.acceptIdentityChange(bob.user));
        assertThat(alice.protocol.safetyNumber(bob.user)).isEqualTo(before);
    }

    private record Listing(UserId user, SignedDeviceList signed) {}

    /** Somebody's first list, as good as any but for the id of its device. */
    private Listing listing(DeviceId device) {
        return listing(new UserId(random.bytes(16)), device);
    }

    private Listing listing(UserId user, DeviceId device) {
        try (var identity = P521KeyPair.generate(provider, random);
                var signing = P521KeyPair.generate(provider, random)) {
            var proof = SignedInput.enrol(alice.network, user, identity.publicKey(), device);
            var entry = ListedDevice.newBuilder()
                    .setDevice(wire(device.value()))
                    .setSigningKey(wire(signing.publicKey().encoded()))
                    .setDeviceClass(DeviceClass.DEVICE_CLASS_WEB)
                    .addSuites(1)
                    .setCreated(Party.NOW.toEpochMilli())
                    .setEnrolSignature(wire(new Signer(provider).sign(signing, proof)))
                    .build();
            return new Listing(user, new OwnLists(provider, alice.network).first(user, entry, identity));
        }
    }

    private static ByteString wire(Bytes bytes) {
        return ByteString.copyFrom(bytes.toArray());
    }

    @Test
    void a_device_that_the_identity_key_did_not_list_is_nobodys() {
        var impostor = bob.underNewIdentity();
        var ghost = impostor.another(impostor.list, Party.NOW);
        var underBobsKey =
                ghost.list.toBuilder().setIdentityKey(bob.list.getIdentityKey()).build();
        assertThat(alice.protocol.accept(underBobsKey, bob.user, Party.NOW).verdict())
                .isEqualTo(Verdict.REFUSED);
        assertThat(bob.protocol.accept(underBobsKey, bob.user, Party.NOW).verdict())
                .isEqualTo(Verdict.REFUSED);
        assertThat(bob.protocol.accept(ghost.list, bob.user, Party.NOW).verdict())
                .as("the own identity does not change")
                .isEqualTo(Verdict.REFUSED);
        var submit = town.send(alice, bob, "to bob alone", Party.NOW);
        assertThat(submit.getWrapsCount()).isEqualTo(1);
        ghost.pin(alice);
        var forged = alice.deliver(ghost.send("I am bob", alice));
        var lying = showing(underBobsKey, List.of(underBobsKey));
        failed(alice.protocol.receive(forged, Party.POLICY, lying, Party.NOW), Check.R3);
    }

    @Test
    void an_older_list_a_fork_or_a_gap_is_refused_and_the_pinned_one_stays() {
        var first = town.newest(bob.user);
        var phone = bob.another(first, Party.NOW);
        var fork = bob.another(first, Party.NOW);
        town.publish(bob.user, List.of(phone.list));
        town.follow(alice, bob.user, Party.NOW);
        town.enrol(bob, Party.NOW);
        var third = town.newest(bob.user);
        for (var lie : List.of(
                showing(first, List.of()),
                showing(fork.list, List.of()),
                showing(bob.another(third, Party.NOW).list, List.of()),
                showing(bob.another(third, Party.NOW).list, List.of(fork.list, third)))) {
            var refused = alice.protocol.follow(bob.user, lie, Party.NOW);
            assertThat(refused.verdict()).isEqualTo(Verdict.REFUSED);
            assertThat(refused.unit().changes()).isEmpty();
        }
        assertThat(pinned(alice, bob.user)).isEqualTo(2);
        assertThat(town.follow(alice, bob.user, Party.NOW).verdict()).isEqualTo(Verdict.ADVANCED);
    }

    @Test
    void a_message_that_names_a_newer_list_makes_the_recipient_fetch_it() {
        town.enrol(alice, Party.NOW);
        town.follow(alice, alice.user, Party.NOW);
        var submit = town.send(alice, bob, "by list 2", Party.NOW);
        assertThat(pinned(bob, alice.user)).isEqualTo(1);
        accepted(town.receive(bob, submit, Party.NOW));
        assertThat(pinned(bob, alice.user)).isEqualTo(2);
    }

    @Test
    void a_newer_list_that_the_server_withholds_can_not_be_gone_by() {
        town.enrol(alice, Party.NOW);
        town.follow(alice, alice.user, Party.NOW);
        var withheld = town.withhold(alice.user, 1);
        var submit = town.send(alice, bob, "by list 2", Party.NOW);
        failed(town.receive(bob, submit, Party.NOW), Check.R16);
        town.publish(alice.user, withheld);
        accepted(town.receive(bob, submit, Party.NOW));
        assertThat(pinned(bob, alice.user)).isEqualTo(2);
    }

    @Test
    void a_message_under_way_may_name_a_list_that_was_replaced_meanwhile() {
        var underWay = town.send(alice, bob, "by list 1", Party.NOW);
        town.enrol(alice, Party.NOW);
        town.enrol(bob, Party.NOW);
        town.followAll(Party.NOW);
        var message = accepted(town.receive(bob, underWay, Party.NOW.plus(Duration.ofHours(1))));
        assertThat(message.place().staleList()).isFalse();
    }

    @Test
    void a_sender_that_is_kept_from_the_newest_list_for_a_day_is_told_of() {
        town.enrol(bob, Party.NOW);
        town.follow(bob, bob.user, Party.NOW);
        var frozen = town.withhold(bob.user, 1);
        var soon = Party.NOW.plus(Duration.ofHours(24));
        var inTime = alice.send(alice.draft(bob, new MessageContent.Text("in time"), soon), bob, soon);
        var late = soon.plusMillis(1);
        var tooLate = alice.send(alice.draft(bob, new MessageContent.Text("late"), late), bob, late);
        town.publish(bob.user, frozen);
        assertThat(accepted(town.receive(bob, inTime, late)).place().staleList())
                .isFalse();
        assertThat(accepted(town.receive(bob, tooLate, late)).place().staleList())
                .isTrue();
    }

    @Test
    void a_roster_that_fits_no_list_of_the_recipient_is_refused() {
        var unseen = bob.another(town.newest(bob.user), Party.NOW);
        alice.store.commit(
                alice.protocol.accept(unseen.list, bob.user, Party.NOW).unit());
        var sealing = (Sealing.Ready)
                alice.protocol.seal(alice.draft(bob, "for a ghost, too"), bob.claimBoth(), Party.POLICY, Party.NOW);
        failed(town.receive(bob, sealing.submit(), Party.NOW), Check.R16);
        town.publish(bob.user, List.of(unseen.list));
        accepted(town.receive(bob, sealing.submit(), Party.NOW));
        assertThat(pinned(bob, bob.user)).as("fetched").isEqualTo(2);
    }
}
