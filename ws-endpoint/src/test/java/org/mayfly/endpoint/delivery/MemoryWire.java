package org.mayfly.endpoint.delivery;

import com.google.protobuf.InvalidProtocolBufferException;
import org.mayfly.protocol.wire.ServerFrame;
import org.mayfly.protocol.wire.ServerFrames;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Remembers what was sent. A slow reader's messages are written only when {@link #readOne} says so. */
final class MemoryWire implements Wire {

    final List<ServerFrames> messages = new ArrayList<>();
    final List<Integer> sizes = new ArrayList<>();
    Optional<CloseCode> closed = Optional.empty();
    boolean slow;
    private Consumer<Sent> outcome = sent -> {};

    @Override
    public void send(byte[] message, Consumer<Sent> then) {
        try {
            messages.add(ServerFrames.parseFrom(message));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
        sizes.add(message.length);
        if (slow) {
            outcome = then;
        } else {
            then.accept(Sent.WRITTEN);
        }
    }

    void readOne() {
        var reading = outcome;
        outcome = sent -> {};
        reading.accept(Sent.WRITTEN);
    }

    void breakDown() {
        outcome.accept(Sent.FAILED);
    }

    @Override
    public void close(CloseCode code) {
        if (closed.isEmpty()) {
            closed = Optional.of(code);
        }
    }

    List<ServerFrame> frames() {
        return messages.stream().flatMap(m -> m.getFramesList().stream()).toList();
    }

    List<ServerFrame> frames(ServerFrame.BodyCase kind) {
        return frames().stream().filter(frame -> frame.getBodyCase() == kind).toList();
    }

    ServerFrame last() {
        var frames = frames();
        return frames.get(frames.size() - 1);
    }
}
