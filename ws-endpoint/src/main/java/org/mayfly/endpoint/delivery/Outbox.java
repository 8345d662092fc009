package org.mayfly.endpoint.delivery;

import org.jspecify.annotations.Nullable;
import org.mayfly.messaging.time.ElapsedTime;
import org.mayfly.protocol.wire.ServerFrame;
import org.mayfly.protocol.wire.ServerFrames;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * What waits to be sent on one connection. One message is on its way at a time; what waits meanwhile travels together in
 * the next. Bytes are counted: a reader who lets too many pile up is disconnected, and its mail stays in the mailbox.
 *
 * <p>{@link #offer} only queues, {@link #flush} sends: a burst of answers costs one message. Thread-safe; the wire is
 * never called under the lock.
 */
final class Outbox {

    private record Waiting(ServerFrame frame, int size, Instant discardAt) {}

    private final Wire wire;
    private final Clock clock;
    private final ElapsedTime time;
    private final Runnable onRoom;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private long waitingBytes;
    private long travellingBytes;
    private boolean sending;
    private Duration sentAt = Duration.ZERO;
    private boolean closed;
    private @Nullable CloseCode last;
    private @Nullable Thread pump;

    /** @param onRoom called, without a lock, after each message that was written */
    Outbox(Wire wire, Clock clock, ElapsedTime time, Runnable onRoom) {
        this.wire = wire;
        this.clock = clock;
        this.time = time;
        this.onRoom = onRoom;
    }

    void offer(ServerFrame frame) {
        offer(frame, Instant.MAX);
    }

    /** @param discardAt the frame is not sent any more from then on */
    void offer(ServerFrame frame, Instant discardAt) {
        synchronized (this) {
            if (closed || last != null) {
                return;
            }
            int size = frame.getSerializedSize() + 8;
            queue.add(new Waiting(frame, size, discardAt));
            waitingBytes += size;
            if (waitingBytes + travellingBytes <= Limits.UNSENT_BYTES) {
                return;
            }
            drop();
        }
        wire.close(CloseCode.TOO_SLOW);
    }

    /** Sends what waits, then closes; offers from now on are dropped. */
    void finish(CloseCode code) {
        synchronized (this) {
            if (last == null) {
                last = code;
            }
        }
        flush();
    }

    /** Drops what waits and closes. */
    void abort(CloseCode code) {
        synchronized (this) {
            if (closed) {
                return;
            }
            drop();
        }
        wire.close(code);
    }

    synchronized boolean hasRoom() {
        return !closed && last == null && waitingBytes < Limits.ROOM_BYTES;
    }

    /** Whether the message on its way has been there for too long. */
    synchronized boolean isStalled() {
        return !closed && sending && time.elapsed().compareTo(sentAt.plus(Limits.SEND)) >= 0;
    }

    synchronized long unsentBytes() {
        return waitingBytes + travellingBytes;
    }

    /** Sends what waits, message by message, until the wire is busy. */
    void flush() {
        while (true) {
            byte[] message;
            synchronized (this) {
                if (closed || sending) {
                    return;
                }
                var next = next();
                if (next.isEmpty()) {
                    break;
                }
                message = next.get();
                travellingBytes = message.length;
                sending = true;
                sentAt = time.elapsed();
                pump = Thread.currentThread();
            }
            wire.send(message, this::sent);
            synchronized (this) {
                if (pump == Thread.currentThread()) {
                    pump = null;
                }
            }
        }
        closeIfFinished();
    }

    private void sent(Wire.Sent outcome) {
        boolean inline;
        synchronized (this) {
            sending = false;
            travellingBytes = 0;
            inline = pump == Thread.currentThread();
        }
        if (outcome == Wire.Sent.FAILED) {
            abort(CloseCode.TOO_SLOW);
            return;
        }
        onRoom.run();
        if (!inline) {
            flush();
        }
    }

    private void closeIfFinished() {
        CloseCode code;
        synchronized (this) {
            if (closed || sending || last == null || !queue.isEmpty()) {
                return;
            }
            code = last;
            closed = true;
        }
        wire.close(code);
    }

    /** The next message: as many frames as fit, at least one. */
    private Optional<byte[]> next() {
        var now = clock.instant();
        var frames = ServerFrames.newBuilder();
        int size = 0;
        while (!queue.isEmpty() && (size == 0 || size + queue.peek().size() <= Limits.COALESCED_BYTES)) {
            var waiting = queue.remove();
            waitingBytes -= waiting.size();
            if (now.isBefore(waiting.discardAt())) {
                frames.addFrames(waiting.frame());
                size += waiting.size();
            }
        }
        return size == 0 ? Optional.empty() : Optional.of(frames.build().toByteArray());
    }

    private void drop() {
        queue.clear();
        waitingBytes = 0;
        closed = true;
    }
}
