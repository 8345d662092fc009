package org.mayfly.bench.peers;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * By what a scenario knows its messages again: the first 24 bytes of a body that travels in the clear.
 *
 * @param sender differs from run to run, so that what an earlier run left is not counted
 * @param seq from 0, per sender
 * @param sentNanos of {@link System#nanoTime}
 */
public record Stamp(int sender, int seq, long sentNanos) {

    public static final int LENGTH = 24;

    private static final int MAGIC = 0x7e2ee701;

    static Stamp now(int sender, int seq) {
        return new Stamp(sender, seq, System.nanoTime());
    }

    /** Puts it at the beginning of a body. */
    public void writeTo(byte[] body) {
        ByteBuffer.wrap(body).putInt(MAGIC).putInt(sender).putInt(seq).putInt(0).putLong(sentNanos);
    }

    /** Reads it from a body that begins at the offset; empty if another program wrote that. */
    public static Optional<Stamp> read(byte[] data, int offset) {
        var header = ByteBuffer.wrap(data, offset, LENGTH);
        if (header.getInt() != MAGIC) {
            return Optional.empty();
        }
        int sender = header.getInt();
        int seq = header.getInt();
        header.getInt();
        return Optional.of(new Stamp(sender, seq, header.getLong()));
    }
}
