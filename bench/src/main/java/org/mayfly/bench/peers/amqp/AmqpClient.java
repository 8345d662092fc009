package org.mayfly.bench.peers.amqp;

import org.mayfly.bench.peers.Body;
import org.mayfly.bench.peers.Client;
import org.mayfly.bench.peers.Events;
import org.mayfly.bench.peers.Link;
import org.mayfly.bench.peers.Stamp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;

/** One user of an AMQP server: one channel, on which it publishes and consumes. */
final class AmqpClient extends Link implements Client {

    private static final int METHOD = 1;
    private static final int HEADER = 2;
    private static final int BODY = 3;
    private static final int FRAME_END = 0xCE;
    private static final int AROUND_A_FRAME = 8;
    private static final int PREFETCH = 500;
    private static final int DURABLE = 2;
    private static final int DELIVERY_MODE = 0x1000;
    private static final int PERSISTENT = 2;

    /** A method's number here: its class times this, plus its own. */
    private static final int CLASS = 1000;

    private final Amqp server;
    private final String user;
    private final Events events;
    private final Body body;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final ArrayDeque<Published> unconfirmed = new ArrayDeque<>();
    private CompletableFuture<Void> joining = new CompletableFuture<>();
    private String joiningExchange = "";
    private long publishTag;
    private long deliveryTag;

    private record Published(long tag, int seq) {}

    AmqpClient(Amqp server, String user, Events events) {
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
        write(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1});
    }

    @Override
    protected int onData(byte[] data, int length) {
        int offset = 0;
        while (length - offset >= AROUND_A_FRAME) {
            var frame = ByteBuffer.wrap(data, offset, length - offset);
            int type = frame.get();
            frame.getShort();
            int size = frame.getInt();
            if (length - offset < size + AROUND_A_FRAME) {
                break;
            }
            if (type == METHOD) {
                method(frame.getShort() * CLASS + frame.getShort(), frame);
            } else if (type == BODY) {
                Stamp.read(data, offset + 7).ifPresent(events::received);
                send(1, new Method(60, 80).number64(deliveryTag).octet(0));
            }
            offset += size + AROUND_A_FRAME;
        }
        return offset;
    }

    private void method(int number, ByteBuffer in) {
        switch (number) {
            case 60_060 -> {
                int consumerTag = in.get() & 255;
                in.position(in.position() + consumerTag);
                deliveryTag = in.getLong();
            }
            case 60_080 -> confirmed(in.getLong(), (in.get() & 1) != 0);
            case 60_120 -> fail("a message was refused");
            case 40_011 ->
                send(
                        1,
                        new Method(50, 20)
                                .number16(0)
                                .text(server.queueOf(user))
                                .text(joiningExchange)
                                .text("")
                                .octet(0)
                                .emptyTable());
            case 50_021 -> joining.complete(null);
            case 10_050, 20_040 -> closing(in);
            default -> opening(number, in);
        }
    }

    /** From the connection's start to the first consumer. */
    private void opening(int number, ByteBuffer in) {
        switch (number) {
            case 10_010 ->
                send(
                        0,
                        new Method(10, 11)
                                .emptyTable()
                                .text("PLAIN")
                                .longText("\0guest\0guest")
                                .text("en_US"));
            case 10_030 -> {
                send(
                        0,
                        new Method(10, 31)
                                .number16(in.getShort())
                                .number32(in.getInt())
                                .number16(0));
                send(0, new Method(10, 40).text("/").text("").octet(0));
            }
            case 10_041 -> send(1, new Method(20, 10).text(""));
            case 20_011 -> send(1, new Method(85, 10).octet(0));
            case 85_011 ->
                send(
                        1,
                        new Method(50, 10)
                                .number16(0)
                                .text(server.queueOf(user))
                                .octet(DURABLE)
                                .table("x-queue-type", server.queueType()));
            case 50_011 ->
                send(1, new Method(60, 10).number32(0).number16(PREFETCH).octet(0));
            case 60_011 ->
                send(
                        1,
                        new Method(60, 20)
                                .number16(0)
                                .text(server.queueOf(user))
                                .text("c")
                                .octet(0)
                                .emptyTable());
            case 60_021 -> opened.complete(null);
            default -> {
                // Nothing else is of interest here.
            }
        }
    }

    private void closing(ByteBuffer in) {
        int code = in.getShort();
        var reason = new byte[in.get() & 255];
        in.get(reason);
        fail("closed by the server: " + code + " " + new String(reason, StandardCharsets.UTF_8));
    }

    private void confirmed(long tag, boolean upTo) {
        for (var each = unconfirmed.iterator(); each.hasNext(); ) {
            var published = each.next();
            if (published.tag() == tag || upTo && published.tag() < tag) {
                each.remove();
                events.acked(published.seq());
            }
            if (published.tag() >= tag) {
                return;
            }
        }
    }

    private void publish(String exchange, String routingKey, Stamp stamp) {
        send(1, new Method(60, 40).number16(0).text(exchange).text(routingKey).octet(0));
        var bytes = body.stamped(stamp);
        var header = ByteBuffer.allocate(15)
                .putShort((short) 60)
                .putShort((short) 0)
                .putLong(bytes.length)
                .putShort((short) DELIVERY_MODE)
                .put((byte) PERSISTENT)
                .array();
        frame(HEADER, 1, header, header.length);
        frame(BODY, 1, bytes, bytes.length);
        unconfirmed.add(new Published(++publishTag, stamp.seq()));
    }

    @Override
    public void send(String to, Stamp stamp) {
        publish("", server.queueOf(to), stamp);
    }

    @Override
    public void sendRoom(String room, Stamp stamp) {
        publish("x." + room, "", stamp);
    }

    @Override
    public CompletableFuture<Void> join(String room) {
        joining = new CompletableFuture<>();
        joiningExchange = "x." + room;
        send(
                1,
                new Method(40, 10)
                        .number16(0)
                        .text(joiningExchange)
                        .text("fanout")
                        .octet(DURABLE)
                        .emptyTable());
        return joining;
    }

    @Override
    public void close() {
        if (!isDead()) {
            send(0, new Method(10, 50).number16(200).text("bye").number16(0).number16(0));
            flushAndClose();
        }
    }

    private void send(int channel, Method method) {
        frame(METHOD, channel, method.array(), method.length());
    }

    private void frame(int type, int channel, byte[] payload, int size) {
        write(ByteBuffer.allocate(7)
                .put((byte) type)
                .putShort((short) channel)
                .putInt(size)
                .array());
        write(payload, 0, size);
        write(FRAME_END);
    }
}
