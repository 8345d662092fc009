package org.mayfly.client.connection;

import org.mayfly.protocol.wire.ClientFrame;
import org.mayfly.protocol.wire.ClientFrames;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Sends frames in the order given, as many together as are there when the one before is on its way: a flush per frame
 * is what costs. Thread-safe.
 */
final class FrameSender {

    /** Frames that go together have at most this many bytes; a single larger one goes alone. */
    private static final int TOGETHER = 256 << 10;

    private final SocketTransport.Channel channel;
    private final Deque<ClientFrame> waiting = new ArrayDeque<>();
    private boolean sending;

    FrameSender(SocketTransport.Channel channel) {
        this.channel = channel;
    }

    void send(ClientFrame frame) {
        synchronized (waiting) {
            waiting.add(frame);
            if (sending) {
                return;
            }
            sending = true;
        }
        sendNext();
    }

    private void sendNext() {
        ClientFrames next;
        synchronized (waiting) {
            if (waiting.isEmpty()) {
                sending = false;
                return;
            }
            next = take();
        }
        var unused = channel.send(next.toByteArray()).whenComplete((sent, failure) -> {
            if (failure == null) {
                sendNext();
            } else {
                channel.abort();
            }
        });
    }

    private ClientFrames take() {
        var frames = ClientFrames.newBuilder();
        var bytes = 0;
        while (!waiting.isEmpty()) {
            bytes += waiting.peek().getSerializedSize() + 8;
            if (bytes > TOGETHER && frames.getFramesCount() > 0) {
                break;
            }
            frames.addFrames(waiting.remove());
        }
        return frames.build();
    }
}
