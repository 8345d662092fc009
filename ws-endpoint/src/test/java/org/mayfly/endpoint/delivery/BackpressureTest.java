package org.mayfly.endpoint.delivery;

import org.junit.jupiter.api.Test;
import org.mayfly.endpoint.fakes.MemoryCore;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.wire.ServerFrame.BodyCase;

import java.time.Duration;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.endpoint.fakes.MemoryMailboxes.FAR;

/** Who reads slowly or writes too fast costs a bounded amount of memory and hurts nobody else. */
class BackpressureTest {

    private static final DeviceId OWN = MemoryCore.DEVICE.device();

    private final Device.Server server = new Device.Server();

    @Test
    void answers_that_wait_travel_together() {
        var device = server.loggedIn();
        device.wire.slow = true;
        int before = device.wire.messages.size();
        for (int i = 1; i <= 200; i++) {
            device.send(Device.submit(i));
        }
        assertThat(device.wire.messages).hasSize(before + 1);
        device.wire.readOne();
        assertThat(device.wire.messages).hasSize(before + 2);
        assertThat(device.wire.messages.get(before + 1).getFramesCount()).isEqualTo(199);
    }

    @Test
    void a_burst_of_mail_is_delivered_in_one_message() {
        var device = server.loggedIn();
        int before = device.wire.messages.size();
        server.mailboxes.put(OWN, 10, FAR);
        server.mailboxes.put(OWN, 10, FAR);
        device.connection.lookForMail();
        assertThat(device.wire.messages).hasSize(before + 1);
        assertThat(device.wire.messages.get(before).getFramesCount()).isEqualTo(2);
    }

    @Test
    void mail_for_a_slow_reader_waits_in_the_mailbox() {
        var device = server.loggedIn();
        device.wire.slow = true;
        for (int i = 0; i < 100; i++) {
            server.mailboxes.put(OWN, 100_000, FAR);
        }
        device.connection.lookForMail();
        assertThat(device.wire.frames(BodyCase.DELIVER)).hasSizeLessThan(5);
        assertThat(device.wire.closed).isEmpty();
        for (int i = 0; i < 200; i++) {
            device.wire.readOne();
        }
        assertThat(device.wire.frames(BodyCase.DELIVER)).hasSize(100);
        assertThat(device.wire.sizes).allMatch(size -> size <= 256 * 1024 + 16);
    }

    @Test
    void mail_is_not_read_on_while_too_much_is_unacknowledged() {
        for (int i = 0; i < 2100; i++) {
            server.mailboxes.put(OWN, 1, FAR);
        }
        var device = server.loggedIn();
        assertThat(device.wire.frames(BodyCase.DELIVER)).hasSize(2000);
        device.send(Device.acknowledge(2, LongStream.rangeClosed(1, 150).boxed().toArray(Long[]::new)));
        assertThat(device.wire.frames(BodyCase.DELIVER)).hasSize(2100);
    }

    @Test
    void mail_that_expires_while_it_waits_to_be_sent_is_not_sent() {
        var device = server.loggedIn();
        device.wire.slow = true;
        device.send(Device.heartbeat(1));
        server.mailboxes.put(OWN, 10, server.clock.instant().plusSeconds(5));
        server.mailboxes.put(OWN, 10, server.clock.instant().plusSeconds(50));
        device.connection.lookForMail();
        server.clock.advance(Duration.ofSeconds(5));
        device.wire.readOne();
        assertThat(device.wire.frames(BodyCase.DELIVER))
                .extracting(frame -> frame.getDeliver().getDelivery())
                .containsExactly(2L);
    }

    @Test
    void a_reader_who_lets_8_MiB_pile_up_is_closed_with_4408() {
        var wire = new MemoryWire();
        wire.slow = true;
        var outbox = new Outbox(wire, server.clock, server.clock::elapsed, () -> {});
        server.mailboxes.put(OWN, 1_000_000, FAR);
        var frame = Answers.deliver(1, server.mailboxes.box(OWN).firstEntry().getValue());
        for (int i = 0; i < 8; i++) {
            outbox.offer(frame);
            outbox.flush();
        }
        assertThat(wire.closed).isEmpty();
        outbox.offer(frame);
        assertThat(wire.closed).contains(CloseCode.TOO_SLOW);
        assertThat(outbox.unsentBytes()).isLessThanOrEqualTo(1024 * 1024);
    }

    @Test
    void a_message_that_is_not_taken_within_30_s_is_closed_with_4408() {
        var device = server.loggedIn();
        device.wire.slow = true;
        device.send(Device.heartbeat(1));
        server.clock.advance(Duration.ofSeconds(29));
        device.connection.tick();
        assertThat(device.wire.closed).isEmpty();
        server.clock.advance(Duration.ofSeconds(1));
        device.connection.tick();
        assertThat(device.wire.closed).contains(CloseCode.TOO_SLOW);
    }

    @Test
    void a_device_that_is_not_heard_for_3_minutes_is_closed_with_4408() {
        var device = server.loggedIn();
        server.clock.advance(Duration.ofMinutes(2));
        device.send(Device.heartbeat(1));
        server.clock.advance(Limits.SILENCE.minusSeconds(1));
        device.connection.tick();
        assertThat(device.wire.closed).isEmpty();
        server.clock.advance(Duration.ofSeconds(1));
        device.connection.tick();
        assertThat(device.wire.closed).contains(CloseCode.TOO_SLOW);
    }

    @Test
    void a_clock_that_is_set_makes_nobody_silent_or_slow_and_keeps_nobody() {
        var device = server.loggedIn();
        device.wire.slow = true;
        device.send(Device.heartbeat(1));
        server.clock.set(Duration.ofDays(1));
        device.connection.tick();
        assertThat(device.wire.closed).isEmpty();
        server.clock.set(Duration.ofDays(-2));
        server.clock.advance(Limits.SEND);
        device.connection.tick();
        assertThat(device.wire.closed).contains(CloseCode.TOO_SLOW);
    }

    @Test
    void a_broken_wire_ends_the_connection() {
        var device = server.loggedIn();
        device.wire.slow = true;
        device.send(Device.heartbeat(1));
        device.wire.breakDown();
        assertThat(device.wire.closed).isPresent();
    }

    @Test
    void more_than_512_unanswered_requests_are_refused_as_busy_but_acknowledgements_are_taken() {
        server.mailboxes.holdReceipts = true;
        server.mailboxes.put(OWN, 1, FAR);
        var device = server.loggedIn();
        for (int i = 1; i <= 512; i++) {
            device.send(Device.submit(i));
        }
        assertThat(device.wire.frames(BodyCase.REFUSED)).isEmpty();
        device.send(Device.submit(513));
        var refused = device.wire.last();
        assertThat(refused.getRequest()).isEqualTo(513);
        assertThat(refused.getRefused().getCode()).isEqualTo("busy");
        assertThat(refused.getRefused().getRetryAfterMs()).isPositive();
        device.send(Device.acknowledge(600, 1L));
        assertThat(server.mailboxes.box(OWN)).isEmpty();
        server.mailboxes.commit();
        assertThat(device.wire.frames(BodyCase.RECEIPT)).hasSize(512);
        device.send(Device.submit(514));
        server.mailboxes.commit();
        assertThat(device.wire.last().hasReceipt()).isTrue();
    }

    @Test
    void requests_are_bounded_by_bytes_too_and_released_when_answered() {
        server.mailboxes.holdReceipts = true;
        var device = server.loggedIn();
        for (int i = 1; i <= 20; i++) {
            device.send(Device.submit(i, 900_000));
        }
        assertThat(server.mailboxes.appended).hasSize(9);
        assertThat(device.wire.frames(BodyCase.REFUSED)).hasSize(11);
        server.mailboxes.commit();
        assertThat(server.surroundings.intakeBytes()).hasValue(0);
    }
}
