package org.mayfly.bench.peers.mayfly;

import org.mayfly.bench.peers.Address;
import org.mayfly.bench.peers.EventLoop;
import org.mayfly.bench.peers.Link;
import org.mayfly.client.connection.SocketTransport;
import org.mayfly.client.problem.ProblemException;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/** The client's side of RFC 6455 on a link, for whole binary messages. A message counts as sent when the socket has taken it. */
final class WebSocketLink extends Link implements SocketTransport.Channel {

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int CONTINUATION = 0;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int LOST = 1006;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final String END_OF_HEADERS = "\r\n\r\n";

    private final Address address;
    private final String path;
    private final SocketTransport.Inbound inbound;
    private final CompletableFuture<SocketTransport.Channel> opened = new CompletableFuture<>();
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
    private List<CompletableFuture<Void>> unsent = new ArrayList<>();
    private int closeCode = LOST;

    WebSocketLink(EventLoop loop, Address address, String path, SocketTransport.Inbound inbound) {
        super(loop);
        this.address = address;
        this.path = path;
        this.inbound = inbound;
    }

    CompletableFuture<SocketTransport.Channel> dial() {
        loop().execute(() -> connect(address));
        return opened;
    }

    @Override
    protected void onConnect() {
        var key = new byte[16];
        ThreadLocalRandom.current().nextBytes(key);
        write(("GET " + path + " HTTP/1.1\r\nHost: " + address.host() + ":" + address.port()
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: mayfly.v1\r\nSec-WebSocket-Key: "
                        + Base64.getEncoder().encodeToString(key) + "\r\nSec-WebSocket-Version: 13\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    protected int onData(byte[] data, int length) {
        int offset = opened.isDone() ? 0 : upgraded(data, length);
        while (opened.isDone() && !isDead() && length - offset >= 2) {
            int at = offset + 2;
            int size = data[offset + 1] & 127;
            if (size == LENGTH_16) {
                at += 2;
            } else if (size == LENGTH_64) {
                at += 8;
            }
            if (length < at) {
                break;
            }
            if (size >= LENGTH_16) {
                size = length(data, offset + 2, at);
            }
            if (length - at < size) {
                break;
            }
            frame(data[offset] & 255, data, at, size);
            offset = at + size;
        }
        return offset;
    }

    private int upgraded(byte[] data, int length) {
        var text = new String(data, 0, length, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(END_OF_HEADERS);
        if (end < 0) {
            return 0;
        }
        if (!text.startsWith("HTTP/1.1 101 ")) {
            fail(text.substring(0, end));
            return 0;
        }
        opened.complete(this);
        return end + END_OF_HEADERS.length();
    }

    private static int length(byte[] data, int from, int to) {
        long length = 0;
        for (int i = from; i < to; i++) {
            length = length << 8 | data[i] & 255;
        }
        return Math.toIntExact(length);
    }

    private void frame(int first, byte[] data, int at, int size) {
        switch (first & 15) {
            case BINARY, CONTINUATION -> {
                parts.write(data, at, size);
                if ((first & FINAL) != 0) {
                    var message = parts.toByteArray();
                    parts.reset();
                    inbound.message(message);
                }
            }
            case PING -> frame(PONG, ByteBuffer.wrap(data, at, size));
            case CLOSE -> {
                closeCode = size >= 2 ? length(data, at, at + 2) : LOST;
                fail("closed by the server with code " + closeCode);
            }
            default -> fail("a frame that nobody asked for");
        }
    }

    @Override
    protected void onClosed(String why) {
        opened.completeExceptionally(ProblemException.network("unreachable", address.host()));
        unsent.forEach(message -> message.completeExceptionally(ProblemException.network("connection-lost")));
        inbound.closed(closeCode);
    }

    /** Messages that were handed over meanwhile go in the next flush. */
    @Override
    protected void onFlushed() {
        if (!unsent.isEmpty()) {
            var sent = unsent;
            unsent = new ArrayList<>();
            sent.forEach(message -> message.complete(null));
        }
    }

    @Override
    public CompletableFuture<Void> send(byte[] message) {
        var sent = new CompletableFuture<Void>();
        loop().execute(() -> {
            if (isDead()) {
                sent.completeExceptionally(ProblemException.network("connection-lost"));
                return;
            }
            unsent.add(sent);
            frame(BINARY, ByteBuffer.wrap(message));
        });
        return sent;
    }

    @Override
    public void close() {
        loop().execute(() -> {
            if (!isDead()) {
                frame(CLOSE, ByteBuffer.wrap(new byte[] {1000 >> 8, (byte) 1000}));
                flushAndClose();
            }
        });
    }

    @Override
    public void abort() {
        loop().execute(() -> fail(CLOSED_BY_US));
    }

    private void frame(int opcode, ByteBuffer payload) {
        int size = payload.remaining();
        var frame = ByteBuffer.allocate(size + 14).put((byte) (FINAL | opcode));
        if (size < LENGTH_16) {
            frame.put((byte) (MASKED | size));
        } else if (size < 1 << 16) {
            frame.put((byte) (MASKED | LENGTH_16)).putShort((short) size);
        } else {
            frame.put((byte) (MASKED | LENGTH_64)).putLong(size);
        }
        int mask = ThreadLocalRandom.current().nextInt();
        frame.putInt(mask);
        for (int i = 0; i < size; i++) {
            frame.put((byte) (payload.get() ^ mask >> 24 - 8 * (i & 3)));
        }
        write(frame.array(), 0, frame.position());
    }
}
