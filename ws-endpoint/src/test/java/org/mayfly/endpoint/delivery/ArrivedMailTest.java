package org.mayfly.endpoint.delivery;

import org.junit.jupiter.api.Test;
import org.mayfly.endpoint.fakes.MemoryCore;
import org.mayfly.messaging.mailbox.Mailboxes.MailArrived;
import org.mayfly.messaging.mailbox.Mailboxes.Stored;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.wire.ServerFrame.BodyCase;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.endpoint.fakes.MemoryMailboxes.FAR;

/** Mail that came with a commit goes out as it is, and only where nothing before it can be missing. */
class ArrivedMailTest {

    private static final DeviceId OWN = MemoryCore.DEVICE.device();
    private static final DeviceId OTHER = DeviceId.of(MemoryCore.id(50));

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean held;
    private final Device.Server server = new Device.Server(task -> {
        if (held) {
            waiting.add(task);
        } else {
            task.run();
        }
    });
    private final Device device = server.loggedIn();
    private final int readsAtLogIn = server.mailboxes.reads;

    @Test
    void it_is_delivered_without_a_look_into_the_mailbox() {
        commit(OWN, 10);
        commit(OTHER, 10);
        commit(OWN, 10);
        assertThat(delivered()).containsExactly(1, 3);
        assertThat(server.mailboxes.reads).isEqualTo(readsAtLogIn);
    }

    @Test
    void it_is_not_delivered_again_where_the_mailbox_was_read_meanwhile() {
        var late = put(OWN, 10);
        device.send(Device.heartbeat(2));
        assertThat(delivered()).containsExactly(1);
        server.connected.onMail(new MailArrived(Map.of(OWN, late), 0));
        assertThat(delivered()).containsExactly(1);
    }

    @Test
    void what_another_server_stored_before_it_goes_first() {
        commit(OWN, 10);
        server.mailboxes.put(OWN, 10, FAR);
        var own = put(OWN, 10);
        server.connected.onMail(new MailArrived(Map.of(OWN, own), 2));
        assertThat(delivered()).containsExactly(1, 2, 3);
        commit(OWN, 10, 2);
        assertThat(delivered()).containsExactly(1, 2, 3, 4);
        assertThat(server.mailboxes.reads).isEqualTo(readsAtLogIn + 1);
    }

    @Test
    void a_reader_who_has_no_room_gets_it_from_the_mailbox_in_order() {
        device.wire.slow = true;
        device.send(Device.heartbeat(2));
        for (int i = 0; i < 100; i++) {
            commit(OWN, 100_000);
        }
        assertThat(delivered()).isEmpty();
        assertThat(device.wire.closed).isEmpty();
        for (int i = 0; i < 200; i++) {
            device.wire.readOne();
        }
        assertThat(delivered()).hasSize(100).isSorted();
    }

    @Test
    void what_comes_while_older_mail_waits_in_the_mailbox_goes_after_it() {
        device.wire.slow = true;
        device.send(Device.heartbeat(2));
        for (int i = 0; i < 10; i++) {
            commit(OWN, 100_000);
        }
        assertThatTheNextGoesLast(11);
    }

    @Test
    void what_comes_while_older_mail_was_read_and_waits_for_room_goes_after_it() {
        device.wire.slow = true;
        for (int i = 0; i < 5; i++) {
            put(OWN, 100_000);
        }
        device.send(Device.heartbeat(2));
        assertThatTheNextGoesLast(6);
    }

    /** It and the room for what is older come at the same time. */
    private void assertThatTheNextGoesLast(int number) {
        held = true;
        commit(OWN, 10);
        device.wire.readOne();
        held = false;
        waiting.remove().run();
        for (int i = 0; i < 20; i++) {
            device.wire.readOne();
        }
        assertThat(delivered())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, number).boxed().toList());
    }

    @Test
    void no_more_is_on_its_way_than_may_be_unacknowledged() {
        for (int i = 0; i < 2100; i++) {
            commit(OWN, 1);
        }
        assertThat(delivered()).hasSize(2000);
        device.send(Device.acknowledge(2, LongStream.rangeClosed(1, 150).boxed().toArray(Long[]::new)));
        assertThat(delivered()).hasSize(2100).isSorted();
    }

    @Test
    void what_waits_for_a_busy_connection_takes_no_more_memory_than_its_share() {
        held = true;
        for (int i = 0; i < 100; i++) {
            commit(OWN, 100_000);
        }
        assertThat(waiting).hasSize(1);
        held = false;
        waiting.remove().run();
        assertThat(delivered()).hasSize(100).isSorted();
        assertThat(server.mailboxes.reads).isGreaterThan(readsAtLogIn);
    }

    @Test
    void mail_is_kept_up_to_the_room_of_a_connection_and_dropped_as_a_whole_beyond_it() {
        var arrived = new ArrivedMail();
        var first = put(OWN, 1_000);
        assertThat(arrived.add(first, 5)).isTrue();
        assertThat(arrived.add(first, 3)).isFalse();
        assertThat(arrived.take()).isEqualTo(new ArrivedMail.News(List.of(first.get(0), first.get(0)), 5, true));
        arrived.add(first, 5);
        arrived.add(put(OWN, Limits.ROOM_BYTES), 5);
        arrived.add(first, 5);
        assertThat(arrived.take()).isEqualTo(new ArrivedMail.News(List.of(), 5, false));
        assertThat(arrived.take()).isEqualTo(new ArrivedMail.News(List.of(), 5, true));
    }

    private void commit(DeviceId recipient, int size) {
        commit(recipient, size, 0);
    }

    private void commit(DeviceId recipient, int size, long since) {
        server.connected.onMail(new MailArrived(Map.of(recipient, put(recipient, size)), since));
    }

    private List<Stored> put(DeviceId recipient, int size) {
        server.mailboxes.put(recipient, size, FAR);
        return List.of(server.mailboxes.box(recipient).lastEntry().getValue());
    }

    /** The numbers of the order of all mailboxes, of what was delivered. */
    private List<Integer> delivered() {
        return device.wire.frames(BodyCase.DELIVER).stream()
                .map(frame -> frame.getDeliver().getWrap())
                .map(wrap -> (wrap.byteAt(0) & 0xff) | (wrap.byteAt(1) & 0xff) << 8)
                .toList();
    }
}
