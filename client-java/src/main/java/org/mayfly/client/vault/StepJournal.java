package org.mayfly.client.vault;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The step being taken: written whole and flushed before anything else is touched, so that a crash leaves it taken
 * wholly or not at all. {@code u32 length ‖ SHA-256 ‖ step}; zeros where there is none.
 */
final class StepJournal {

    private static final int HEAD = 36;

    private final DurableFile file;
    private long used;

    StepJournal(DurableFile file) {
        this.file = file;
        this.used = file.size();
    }

    /** What one commit writes: taking it twice is the same as taking it once. */
    record Step(long logOffset, byte[] appended, List<SlotWrite> slots) {}

    record SlotWrite(int slot, byte[] content) {}

    void write(Step step) {
        var body = encode(step);
        var whole = ByteBuffer.allocate(HEAD + body.length)
                .putInt(body.length)
                .put(sha256(body))
                .put(body);
        used = Math.max(used, whole.capacity());
        file.write(0, whole.array());
        file.force();
    }

    /** The step that was begun; empty where none was, or where its writing was cut short. */
    Optional<Step> read() {
        var size = file.size();
        if (size < HEAD) {
            return Optional.empty();
        }
        var head = ByteBuffer.wrap(file.read(0, HEAD));
        var length = head.getInt();
        if (length <= 0 || length > size - HEAD) {
            return Optional.empty();
        }
        var expected = new byte[32];
        head.get(expected);
        var body = file.read(HEAD, length);
        return MessageDigest.isEqual(expected, sha256(body)) ? Optional.of(decode(body)) : Optional.empty();
    }

    /** Overwrites all that was ever written here: it held wrapped keys. */
    void clear() {
        file.write(0, new byte[Math.toIntExact(used)]);
        file.force();
        if (used > 1 << 20) {
            file.truncate(0);
            used = 0;
        }
    }

    private static byte[] encode(Step step) {
        var size = 16 + step.appended().length + step.slots().size() * (4 + KeySlot.SIZE);
        var out = ByteBuffer.allocate(size)
                .putLong(step.logOffset())
                .putInt(step.appended().length)
                .put(step.appended())
                .putInt(step.slots().size());
        step.slots().forEach(write -> out.putInt(write.slot()).put(write.content()));
        return out.array();
    }

    private static Step decode(byte[] body) {
        var in = ByteBuffer.wrap(body);
        var offset = in.getLong();
        var appended = new byte[in.getInt()];
        in.get(appended);
        var count = in.getInt();
        var slots = new ArrayList<SlotWrite>(count);
        for (var i = 0; i < count; i++) {
            var slot = in.getInt();
            var content = new byte[KeySlot.SIZE];
            in.get(content);
            slots.add(new SlotWrite(slot, content));
        }
        return new Step(offset, appended, slots);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
