package org.mayfly.bench.peers.mqtt;

import org.mayfly.bench.peers.Body;
import org.mayfly.bench.peers.Client;
import org.mayfly.bench.peers.Events;
import org.mayfly.bench.peers.Link;
import org.mayfly.bench.peers.Stamp;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One user of an MQTT server. */
final class MqttClient extends Link implements Client {

    private static final int CONNECT = 0x10;
    private static final int PUBLISH_QOS1 = 0x32;
    private static final int PUBACK = 0x40;
    private static final int SUBSCRIBE = 0x82;
    private static final int DISCONNECT = 0xE0;
    private static final int USER_AND_PASSWORD = 0xC0;
    private static final int LEVEL = 4;
    private static final int LAST_PACKET = 65_535;

    private final Mqtt server;
    private final String user;
    private final Events events;
    private final Body body;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final Map<Integer, CompletableFuture<Void>> subscriptions = new HashMap<>();
    private final int[] seqOfPacket = new int[LAST_PACKET + 1];
    private int lastPacket;

    MqttClient(Mqtt server, String user, Events events) {
        super(server.loop());
        this.server = server;
        this.user = user;
        this.events = events;
        this.body = new Body(server.bodyBytes());
    }

    @Override
    public CompletableFuture<Void> open() {
        connect(server.address());
        return opened;
    }

    @Override
    protected void onClosed(String why) {
        opened.completeExceptionally(new IllegalStateException(user + ": " + why));
        events.closed(why);
    }

    @Override
    protected void onConnect() {
        write(CONNECT);
        length(6 + 1 + 1 + 2 + 2 + user.length() + 3 + 3);
        text("MQTT");
        write(LEVEL);
        write(USER_AND_PASSWORD);
        number(0);
        text(user);
        text("u");
        text("p");
    }

    @Override
    protected int onData(byte[] data, int length) {
        int offset = 0;
        while (length - offset >= 2) {
            int size = 0;
            int at = offset + 1;
            int shift = 0;
            boolean complete = false;
            while (!complete && at < length) {
                size |= (data[at] & 127) << shift;
                shift += 7;
                complete = data[at++] >= 0;
            }
            if (!complete || length - at < size) {
                break;
            }
            packet(data, offset, at);
            offset = at + size;
        }
        return offset;
    }

    private void packet(byte[] data, int first, int at) {
        switch (data[first] >> 4 & 15) {
            case 2 -> connected(data[at + 1]);
            case 3 -> published(data, at, data[first] >> 1 & 3);
            case 4 -> events.acked(seqOfPacket[number(data, at)]);
            case 9 -> {
                var done = subscriptions.remove(number(data, at));
                if (done != null) {
                    done.complete(null);
                }
            }
            default -> {
                // Nothing else is of interest here.
            }
        }
    }

    private void connected(int code) {
        if (code != 0) {
            fail("refused with code " + code);
            return;
        }
        subscribe("u/" + user).thenRun(() -> opened.complete(null));
    }

    private void published(byte[] data, int at, int quality) {
        int start = at + 2 + number(data, at);
        if (quality > 0) {
            write(PUBACK);
            write(2);
            write(data, start, 2);
            start += 2;
        }
        Stamp.read(data, start).ifPresent(events::received);
    }

    private CompletableFuture<Void> subscribe(String topic) {
        var done = new CompletableFuture<Void>();
        int packet = nextPacket();
        subscriptions.put(packet, done);
        write(SUBSCRIBE);
        length(2 + 2 + topic.length() + 1);
        number(packet);
        text(topic);
        write(1);
        return done;
    }

    private void publish(String topic, Stamp stamp) {
        var bytes = body.stamped(stamp);
        int packet = nextPacket();
        seqOfPacket[packet] = stamp.seq();
        write(PUBLISH_QOS1);
        length(2 + topic.length() + 2 + bytes.length);
        text(topic);
        number(packet);
        write(bytes);
    }

    @Override
    public void send(String to, Stamp stamp) {
        publish("u/" + to, stamp);
    }

    @Override
    public CompletableFuture<Void> join(String room) {
        return subscribe("r/" + room);
    }

    @Override
    public void sendRoom(String room, Stamp stamp) {
        publish("r/" + room, stamp);
    }

    @Override
    public void close() {
        if (!isDead()) {
            write(DISCONNECT);
            write(0);
            flushAndClose();
        }
    }

    private int nextPacket() {
        lastPacket = lastPacket == LAST_PACKET ? 1 : lastPacket + 1;
        return lastPacket;
    }

    private static int number(byte[] data, int at) {
        return (data[at] & 255) << 8 | data[at + 1] & 255;
    }

    private void number(int value) {
        write(value >> 8);
        write(value);
    }

    private void text(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        write(bytes);
    }

    private void length(int bytes) {
        int rest = bytes;
        do {
            int digit = rest & 127;
            rest >>= 7;
            write(rest > 0 ? digit | 128 : digit);
        } while (rest > 0);
    }
}
