package org.mayfly.endpoint.delivery;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.mayfly.endpoint.fakes.MemoryCore;
import org.mayfly.messaging.device.OwnDevices.DeviceRevoked;
import org.mayfly.messaging.device.OwnDevices.DeviceWaiting;
import org.mayfly.messaging.device.OwnDevices.DevicesChanged;
import org.mayfly.messaging.policy.EphemeralityPolicy;
import org.mayfly.messaging.policy.Policies.PolicyChanged;
import org.mayfly.messaging.prekey.Prekeys.PrekeysLow;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.Refusal;
import org.mayfly.messaging.user.Users.UserSuspended;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.ClientFrame;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.ServerFrame;
import org.mayfly.protocol.wire.ServerFrame.BodyCase;
import org.mayfly.protocol.wire.Submit;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.endpoint.fakes.MemoryMailboxes.FAR;

/** A logged-in device: mail out, mail in, keys, and what goes wrong. */
class ConnectionTest {

    private static final DeviceId OWN = MemoryCore.DEVICE.device();

    private final Device.Server server = new Device.Server();

    @Test
    void a_receipt_comes_only_after_the_commit() {
        server.mailboxes.holdReceipts = true;
        var device = server.loggedIn();
        device.send(Device.submit(7));
        assertThat(device.wire.frames(BodyCase.RECEIPT)).isEmpty();
        server.mailboxes.commit();
        assertThat(device.wire.last().getRequest()).isEqualTo(7);
        assertThat(device.wire.last().getReceipt().getMessageId().toByteArray()).isEqualTo(MemoryCore.id(7));
    }

    @Test
    void submissions_are_handed_on_in_the_order_they_came() {
        var device = server.loggedIn();
        var numbers = IntStream.rangeClosed(1, 100).boxed().toList();
        device.send(numbers.stream().map(Device::submit).toArray(ClientFrame[]::new));
        assertThat(server.mailboxes.appended)
                .extracting(Submit::getHeader)
                .containsExactlyElementsOf(numbers.stream()
                        .map(i -> Device.submit(i).getSubmit().getHeader())
                        .toList());
        assertThat(device.wire.frames(BodyCase.RECEIPT))
                .extracting(ServerFrame::getRequest)
                .containsExactlyElementsOf(numbers);
    }

    @Test
    void a_refused_submission_names_message_and_devices() {
        var device = server.loggedIn();
        var stranger = DeviceId.of(MemoryCore.id(77));
        server.mailboxes.failOnce(new Refusal.Recipients(Reason.NOT_RECIPIENT, List.of(stranger)).toException());
        device.send(Device.submit(9));
        var refused = device.wire.last().getRefused();
        assertThat(refused.getCode()).isEqualTo("not-recipient");
        assertThat(refused.getMessageId().toByteArray()).isEqualTo(MemoryCore.id(9));
        assertThat(refused.getDevicesList()).containsExactly(ByteString.copyFrom(stranger.toArray()));
        assertThat(device.wire.closed).isEmpty();
    }

    @Test
    void a_bug_is_told_as_internal_and_the_connection_goes_on() {
        var device = server.loggedIn();
        server.mailboxes.failOnce(new IllegalStateException("name of a person"));
        device.send(Device.submit(9));
        assertThat(device.wire.last().getRefused().getCode()).isEqualTo("internal");
        assertThat(device.wire.last().toString()).doesNotContain("person");
        device.send(Device.submit(10));
        assertThat(device.wire.last().hasReceipt()).isTrue();
    }

    @Test
    void a_device_that_learns_of_its_suspension_by_a_refusal_is_closed() {
        var device = server.loggedIn();
        server.mailboxes.failOnce(Reason.SUSPENDED.refused());
        device.send(Device.submit(9));
        assertThat(device.wire.last().getRefused().getCode()).isEqualTo("suspended");
        assertThat(device.wire.closed).contains(CloseCode.SUSPENDED);
    }

    @Test
    void waiting_mail_is_delivered_in_order_and_then_drained_is_told_once() {
        for (int i = 0; i < 300; i++) {
            server.mailboxes.put(OWN, 10, FAR);
        }
        var device = server.loggedIn();
        assertThat(device.wire.frames(BodyCase.DELIVER))
                .extracting(frame -> frame.getDeliver().getDelivery())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 300).boxed().toList());
        assertThat(device.wire.frames(BodyCase.DELIVER))
                .extracting(frame -> sequence(frame.getDeliver()))
                .isSorted();
        assertThat(device.wire.last().hasDrained()).isTrue();
        device.send(Device.heartbeat(2));
        assertThat(device.wire.frames(BodyCase.DRAINED)).hasSize(1);
    }

    @Test
    void an_empty_mailbox_is_drained_at_once() {
        assertThat(server.loggedIn().wire.last().hasDrained()).isTrue();
    }

    @Test
    void a_lost_wake_up_costs_a_heartbeat_never_a_message() {
        var device = server.loggedIn();
        server.mailboxes.put(OWN, 10, FAR);
        device.send(Device.heartbeat(3));
        assertThat(device.wire.frames(BodyCase.HEARTBEAT).get(0).getRequest()).isEqualTo(3);
        assertThat(device.wire.frames(BodyCase.DELIVER)).hasSize(1);
    }

    @Test
    void a_mailbox_that_could_not_be_read_is_read_again() {
        server.mailboxes.put(OWN, 10, FAR);
        server.mailboxes.unreadable = true;
        var device = server.loggedIn();
        assertThat(device.wire.frames(BodyCase.DELIVER)).isEmpty();
        server.mailboxes.unreadable = false;
        device.connection.tick();
        assertThat(device.wire.frames(BodyCase.DELIVER)).hasSize(1);
        assertThat(device.wire.closed).isEmpty();
    }

    @Test
    void an_acknowledged_envelope_is_deleted_and_one_that_is_not_is_delivered_again() {
        var first = server.mailboxes.put(OWN, 10, FAR);
        var second = server.mailboxes.put(OWN, 10, FAR);
        var device = server.loggedIn();
        device.send(Device.acknowledge(2, 1L));
        assertThat(server.mailboxes.box(OWN))
                .doesNotContainKey(first.sequence())
                .containsKey(second.sequence());
        assertThat(server.loggedIn().wire.frames(BodyCase.DELIVER))
                .extracting(frame -> frame.getDeliver().getDelivery())
                .containsExactly(1L);
    }

    @Test
    void a_number_that_was_never_given_is_refused_and_nothing_is_acknowledged() {
        server.mailboxes.put(OWN, 10, FAR);
        var device = server.loggedIn();
        device.send(Device.acknowledge(6, 1L, 2L));
        assertThat(device.wire.last().getRequest()).isEqualTo(6);
        assertThat(device.wire.last().getRefused().getCode()).isEqualTo("malformed");
        assertThat(server.mailboxes.box(OWN)).hasSize(1);
        device.send(Device.acknowledge(7, 1L));
        device.send(Device.acknowledge(8, 1L));
        assertThat(server.mailboxes.box(OWN)).isEmpty();
        assertThat(device.wire.frames(BodyCase.REFUSED)).hasSize(1);
    }

    @Test
    void an_acknowledgement_that_failed_can_be_repeated() {
        server.mailboxes.put(OWN, 10, FAR);
        var device = server.loggedIn();
        server.mailboxes.failOnce(Reason.BUSY.refusedUntil(Duration.ofSeconds(2)));
        device.send(Device.acknowledge(6, 1L));
        assertThat(device.wire.last().getRefused().getRetryAfterMs()).isEqualTo(2000);
        device.send(Device.acknowledge(7, 1L));
        assertThat(server.mailboxes.box(OWN)).isEmpty();
    }

    @Test
    void what_the_core_tells_is_passed_on_to_those_it_concerns() {
        var device = server.loggedIn();
        var network = MemoryCore.DEVICE.network();
        server.connected.onPolicy(new PolicyChanged(network, EphemeralityPolicy.INITIAL));
        assertThat(device.wire.last().getPolicy().getVersion()).isEqualTo(1);
        assertThat(device.wire.last().getPolicy().getClassicalSuiteAllowed()).isFalse();
        server.connected.onPolicy(new PolicyChanged(network, EphemeralityPolicy.INITIAL.withClassicalSuite(true)));
        assertThat(device.wire.last().getPolicy().getClassicalSuiteAllowed()).isTrue();
        for (var type : new PrekeyType[] {PrekeyType.PREKEY_TYPE_P521, PrekeyType.PREKEY_TYPE_MLKEM1024}) {
            server.connected.onPrekeysLow(new PrekeysLow(OWN, type, 50));
            assertThat(device.wire.last().getPrekeysLow().getPrekeysLeft()).isEqualTo(50);
            assertThat(device.wire.last().getPrekeysLow().getType()).isEqualTo(type);
        }
        int frames = device.wire.frames().size();
        server.connected.onPolicy(new PolicyChanged(NetworkId.of(MemoryCore.id(99)), EphemeralityPolicy.INITIAL));
        server.connected.onSuspension(new UserSuspended(network, UserId.of(MemoryCore.id(98))));
        assertThat(device.wire.frames()).hasSize(frames);
        server.connected.onSuspension(new UserSuspended(network, MemoryCore.DEVICE.user()));
        assertThat(device.wire.closed).contains(CloseCode.SUSPENDED);
    }

    @Test
    void changed_and_waiting_devices_are_told_to_those_they_concern_and_a_revoked_one_is_ended() {
        var device = server.loggedIn();
        var network = MemoryCore.DEVICE.network();
        var colleague = UserId.of(MemoryCore.id(98));
        server.connected.onDevices(new DevicesChanged(network, colleague, 7));
        assertThat(device.wire.last().getDevicesChanged().getVersion()).isEqualTo(7);
        assertThat(device.wire.last().getDevicesChanged().getUser().toByteArray())
                .isEqualTo(MemoryCore.id(98));
        server.connected.onWaiting(new DeviceWaiting(network, MemoryCore.DEVICE.user(), DeviceId.of(MemoryCore.id(4))));
        assertThat(device.wire.last().getDeviceWaiting().getDevice().toByteArray())
                .isEqualTo(MemoryCore.id(4));
        int frames = device.wire.frames().size();
        server.connected.onDevices(new DevicesChanged(NetworkId.of(MemoryCore.id(99)), colleague, 8));
        server.connected.onWaiting(new DeviceWaiting(network, colleague, DeviceId.of(MemoryCore.id(4))));
        server.connected.onRevocation(new DeviceRevoked(DeviceId.of(MemoryCore.id(4))));
        assertThat(device.wire.frames()).hasSize(frames);
        server.connected.onRevocation(new DeviceRevoked(MemoryCore.DEVICE.device()));
        assertThat(device.wire.closed).contains(CloseCode.SUSPENDED);
    }

    @Test
    void a_stale_device_list_is_refused_with_its_users() {
        var device = server.loggedIn();
        var colleague = UserId.of(MemoryCore.id(98));
        server.mailboxes.failOnce(new Refusal.Members(Reason.STALE_DEVICE_LIST, List.of(colleague)).toException());
        device.send(Device.submit(5));
        var refused = device.wire.last().getRefused();
        assertThat(refused.getCode()).isEqualTo("stale-device-list");
        assertThat(refused.getUsersList()).containsExactly(ByteString.copyFrom(MemoryCore.id(98)));
        assertThat(refused.getDevicesCount()).isZero();
    }

    private static int sequence(Deliver deliver) {
        return (deliver.getWrap().byteAt(0) & 0xff) | (deliver.getWrap().byteAt(1) & 0xff) << 8;
    }
}
