package org.mayfly.protocol.verification;

import com.google.protobuf.ByteString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.Suite;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.support.TestUser;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.DeviceList;
import org.mayfly.protocol.wire.ListedDevice;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class DeviceListVerificationTest {

    static List<CryptoProvider> providers() {
        return CryptoProvider.available();
    }

    private static Optional<Fault> fault(Verification<?> verification) {
        return verification.fold(verified -> Optional.empty(), Optional::of);
    }

    private static Optional<Fault> faultOf(CryptoProvider provider, TestUser alice, SignedDeviceList signed) {
        return fault(new DeviceListVerification(provider).verify(alice.network, alice.user, signed));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_first_list_is_accepted_and_read_again_from_a_store(CryptoProvider provider) {
        var alice = new TestUser(provider);
        var verification = new DeviceListVerification(provider);
        var list = verification
                .verify(alice.network, alice.user, alice.signed(alice.list().build()))
                .orElseThrow(fault -> new AssertionError(fault));
        assertThat(list.version()).isEqualTo(1);
        assertThat(list.identityKey().encoded()).isEqualTo(TestUser.encoded(alice.identity));
        assertThat(list.device(alice.device)).isPresent();
        assertThat(list.identityOf(alice.network, alice.device)).contains(alice.deviceIdentity());
        var again = verification.reread(Canonical.encode(list.signed()));
        assertThat(again.hash()).isEqualTo(list.hash());
        assertThat(list.continuation(again)).isEqualTo(VerifiedDeviceList.Continuation.SAME);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_list_of_another_user_or_network_is_refused(CryptoProvider provider) {
        var alice = new TestUser(provider);
        var signed = alice.signed(alice.list().build());
        var verification = new DeviceListVerification(provider);
        var other = UserId.of(new byte[16]);
        assertThat(fault(verification.verify(alice.network, other, signed))).contains(Fault.WRONG_OWNER);
        assertThat(fault(verification.verify(NetworkId.of(new byte[16]), alice.user, signed)))
                .contains(Fault.INVALID_SIGNATURE);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_list_signed_by_another_key_is_refused(CryptoProvider provider) {
        var alice = new TestUser(provider);
        var signed = alice.signed(Canonical.encode(alice.list().build()), alice.signing);
        assertThat(faultOf(provider, alice, signed)).contains(Fault.INVALID_SIGNATURE);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_device_that_does_not_prove_its_key_is_refused(CryptoProvider provider) {
        var alice = new TestUser(provider);
        var stolen = alice.listedDevice().setSigningKey(TestUser.wire(TestUser.encoded(alice.keyPair())));
        var signed = alice.signed(alice.list().setDevices(0, stolen).build());
        assertThat(faultOf(provider, alice, signed)).contains(Fault.INVALID_SIGNATURE);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void every_flipped_byte_of_a_signed_list_is_refused(CryptoProvider provider) {
        var alice = new TestUser(provider);
        var signed = alice.signed(alice.list().build());
        for (var field : List.of(1, 2, 3)) {
            var descriptor = SignedDeviceList.getDescriptor().findFieldByNumber(field);
            var bytes = ((ByteString) signed.getField(descriptor)).toByteArray();
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] ^= 1;
                var flipped = signed.toBuilder()
                        .setField(descriptor, ByteString.copyFrom(bytes))
                        .build();
                assertThat(faultOf(provider, alice, flipped))
                        .as("field %d, byte %d", field, i)
                        .isPresent();
                bytes[i] ^= 1;
            }
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void malformed_lists_are_refused(CryptoProvider provider) {
        var alice = new TestUser(provider);
        var proof = alice.listedDevice();
        var malformed = List.of(
                alice.list().setVersion(0),
                alice.list().setVersion(0).setPrevious(ByteString.copyFrom(new byte[64])),
                alice.list().addDevices(device(alice, (byte) 0xff)),
                alice.list().setPrevious(ByteString.copyFrom(new byte[64])),
                alice.list().setVersion(2),
                alice.list().clearDevices(),
                alice.list()
                        .setVersion(2)
                        .setPrevious(ByteString.copyFrom(new byte[64]))
                        .clearDevices(),
                alice.list().addDevices(proof),
                alice.list().setDevices(0, alice.listedDevice().setDeviceClassValue(9)),
                alice.list().setDevices(0, alice.listedDevice().clearSuites()),
                alice.list().setDevices(0, alice.listedDevice().addSuites(1)),
                alice.list().setDevices(0, alice.listedDevice().clearCreated()),
                alice.list().setDevices(0, alice.listedDevice().setSigningKey(ByteString.copyFrom(new byte[133]))),
                alice.list().setUser(ByteString.copyFrom(new byte[15])));
        for (var list : malformed) {
            assertThat(faultOf(provider, alice, alice.signed(list.build()))).contains(Fault.MALFORMED);
        }
        var shortSignature =
                alice.signed(alice.list().build()).toBuilder().setSignature(ByteString.copyFrom(new byte[131]));
        assertThat(faultOf(provider, alice, shortSignature.build())).contains(Fault.MALFORMED);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void up_to_16_devices_are_accepted_ascending_and_once_each(CryptoProvider provider) {
        var alice = new TestUser(provider);
        var devices = IntStream.rangeClosed(1, 17)
                .mapToObj(place -> device(alice, (byte) place))
                .toList();
        var sixteen = verified(provider, alice, alice.signed(second(alice, devices.subList(0, 16))));
        assertThat(sixteen.devices()).hasSize(16);
        var third = DeviceId.of(devices.get(2).getDevice().toByteArray());
        assertThat(sixteen.device(third).orElseThrow().device()).isEqualTo(third);
        var swapped = List.of(devices.get(1), devices.get(0));
        var twice = List.of(devices.get(0), devices.get(0));
        for (var refused : List.of(devices, swapped, twice)) {
            assertThat(faultOf(provider, alice, alice.signed(second(alice, refused))))
                    .contains(Fault.MALFORMED);
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void one_of_several_devices_that_does_not_prove_its_key_spoils_the_list(CryptoProvider provider) {
        var alice = new TestUser(provider);
        var proven = device(alice, (byte) 1);
        var unproven = device(alice, (byte) 2).toBuilder()
                .setEnrolSignature(proven.getEnrolSignature())
                .build();
        assertThat(faultOf(provider, alice, alice.signed(second(alice, List.of(proven, unproven)))))
                .contains(Fault.INVALID_SIGNATURE);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void suites_are_1_to_16_ascending_numbers_of_two_bytes(CryptoProvider provider) {
        var alice = new TestUser(provider);
        var sixteen = IntStream.rangeClosed(0xfff0, 0xffff).boxed().toList();
        assertThat(faultOf(provider, alice, alice.signed(naming(alice, sixteen))))
                .isEmpty();
        var seventeen = IntStream.rangeClosed(1, 17).boxed().toList();
        for (var refused : List.of(seventeen, List.of(0), List.of(2, 1), List.of(1, 0x1_0000))) {
            assertThat(faultOf(provider, alice, alice.signed(naming(alice, refused))))
                    .contains(Fault.MALFORMED);
        }
    }

    private static DeviceList naming(TestUser alice, List<Integer> suites) {
        var device = alice.listedDevice().clearSuites().addAllSuites(suites);
        return alice.list().setDevices(0, device).build();
    }

    private static DeviceList second(TestUser alice, List<ListedDevice> devices) {
        return alice.list()
                .setVersion(2)
                .setPrevious(ByteString.copyFrom(new byte[64]))
                .clearDevices()
                .addAllDevices(devices)
                .build();
    }

    /** A further device with the same signing key. */
    private static ListedDevice device(TestUser alice, byte place) {
        var id = new byte[16];
        id[15] = place;
        var enrol = SignedInput.enrol(
                alice.network, alice.user, P521PublicKey.of(alice.identity.getPublic()), DeviceId.of(id));
        return alice.listedDevice()
                .setDevice(ByteString.copyFrom(id))
                .setEnrolSignature(TestUser.wire(alice.sign(alice.signing, enrol)))
                .build();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_list_of_somebody_else_does_not_continue(CryptoProvider provider) {
        var alice = new TestUser(provider);
        var bob = new TestUser(provider);
        var hers = verified(provider, alice, alice.signed(alice.list().build()));
        var his = verified(provider, bob, bob.signed(bob.list().build()));
        assertThat(hers.continuation(his)).isEqualTo(VerifiedDeviceList.Continuation.BROKEN);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_next_version_continues_and_a_fork_or_gap_does_not(CryptoProvider provider) {
        var alice = new TestUser(provider);
        var first = verified(provider, alice, alice.signed(alice.list().build()));
        var next = alice.list().setVersion(2).setPrevious(TestUser.wire(first.hash()));
        assertThat(first.continuation(verified(provider, alice, alice.signed(next.build()))))
                .isEqualTo(VerifiedDeviceList.Continuation.NEXT);
        var gap = alice.signed(next.setVersion(3).build());
        assertThat(first.continuation(verified(provider, alice, gap)))
                .isEqualTo(VerifiedDeviceList.Continuation.BROKEN);
        var fork = alice.signed(next.setVersion(2)
                .setPrevious(ByteString.copyFrom(new byte[64]))
                .build());
        assertThat(first.continuation(verified(provider, alice, fork)))
                .isEqualTo(VerifiedDeviceList.Continuation.BROKEN);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_device_that_stays_keeps_its_key_and_its_age(CryptoProvider provider) {
        var alice = new TestUser(provider);
        var first = verified(provider, alice, alice.signed(alice.list().build()));
        var other = new TestUser(provider);
        var proof = alice.sign(
                other.signing,
                SignedInput.enrol(
                        alice.network, alice.user, P521PublicKey.of(alice.identity.getPublic()), alice.device));
        var swapped = alice.listedDevice()
                .setSigningKey(TestUser.wire(TestUser.encoded(other.signing)))
                .setEnrolSignature(TestUser.wire(proof));
        var older = alice.listedDevice().setCreated(TestUser.NOW.toEpochMilli() - 1);
        for (var entry : List.of(swapped, older)) {
            var next = alice.list()
                    .setVersion(2)
                    .setPrevious(TestUser.wire(first.hash()))
                    .setDevices(0, entry);
            assertThat(first.continuation(verified(provider, alice, alice.signed(next.build()))))
                    .isEqualTo(VerifiedDeviceList.Continuation.BROKEN);
        }
        var moreSuites = alice.list()
                .setVersion(2)
                .setPrevious(TestUser.wire(first.hash()))
                .setDevices(0, alice.listedDevice().addSuites(2));
        assertThat(first.continuation(verified(provider, alice, alice.signed(moreSuites.build()))))
                .isEqualTo(VerifiedDeviceList.Continuation.NEXT);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void two_devices_speak_the_highest_suite_that_both_accept(CryptoProvider provider) {
        var alice = new TestUser(provider);
        var both = verified(provider, alice, alice.signed(naming(alice, List.of(1, 2, 9))))
                .devices()
                .get(0);
        var classical = verified(provider, alice, alice.signed(naming(alice, List.of(1))))
                .devices()
                .get(0);
        var later = verified(provider, alice, alice.signed(naming(alice, List.of(9))))
                .devices()
                .get(0);
        assertThat(both.suiteWith(both)).contains(Suite.HYBRID);
        assertThat(both.suiteWith(classical)).contains(Suite.CLASSICAL);
        assertThat(both.suiteWith(later))
                .as("one that this version does not speak")
                .isEmpty();
    }

    private static VerifiedDeviceList verified(CryptoProvider provider, TestUser user, SignedDeviceList signed) {
        return new DeviceListVerification(provider)
                .verify(user.network, user.user, signed)
                .orElseThrow(fault -> new AssertionError(fault));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void every_truncation_is_refused(CryptoProvider provider) {
        var alice = new TestUser(provider);
        var list = Canonical.encode(alice.list().build()).toArray();
        for (int length = 0; length < list.length; length++) {
            var cut = alice.signed(Bytes.of(java.util.Arrays.copyOf(list, length)), alice.identity);
            assertThat(faultOf(provider, alice, cut)).as("%d bytes", length).contains(Fault.MALFORMED);
        }
    }
}
