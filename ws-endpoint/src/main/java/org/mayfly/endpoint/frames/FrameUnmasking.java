package org.mayfly.endpoint.frames;

import org.mayfly.protocol.Limits;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Takes the masks off the frames of one client (RFC 6455, 5.2 and 5.3) as their bytes come in, wherever the network cuts
 * them. What comes out are the same frames without a mask. Judges nothing else of a frame. For one thread.
 */
final class FrameUnmasking {

    /** Bytes. Above the longest message, which is refused as too large by who knows messages; below Tyrus' buffer. */
    static final long LONGEST_PAYLOAD = Limits.FRAME_BYTES * 3L / 2;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int MASKED = 0x80;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int KEY_BYTES = 4;

    private enum Part {
        FIRST,
        LENGTH,
        EXTENDED_LENGTH,
        KEY,
        PAYLOAD
    }

    private Part part = Part.FIRST;
    private int missing;
    private long payload;
    private int key;

    /** A client sent a frame without a mask, or one longer than {@link #LONGEST_PAYLOAD}: the connection has to end. */
    static final class Unacceptable extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Replaces the bytes by what is left of them, from the same place on.
     *
     * @return how many are left
     */
    int apply(byte[] bytes, int offset, int length) throws Unacceptable {
        int end = offset + length;
        int in = offset;
        int out = offset;
        while (in < end) {
            if (part == Part.PAYLOAD) {
                int run = (int) Math.min(payload, end - in);
                unmask(bytes, in, out, run);
                in += run;
                out += run;
                payload -= run;
                if (payload == 0) {
                    part = Part.FIRST;
                }
            } else if (part == Part.KEY) {
                keyByte(bytes[in++]);
            } else {
                bytes[out++] = headerByte(bytes[in++]);
            }
        }
        return out - offset;
    }

    private byte headerByte(byte read) throws Unacceptable {
        switch (part) {
            case FIRST -> {
                part = Part.LENGTH;
                return read;
            }
            case LENGTH -> {
                if ((read & MASKED) == 0) {
                    throw new Unacceptable();
                }
                return length(read & LENGTH_64);
            }
            default -> {
                payload = payload << 8 | read & 255;
                if (payload > LONGEST_PAYLOAD) {
                    throw new Unacceptable();
                }
                if (--missing == 0) {
                    expectKey();
                }
                return read;
            }
        }
    }

    private byte length(int code) {
        if (code < LENGTH_16) {
            payload = code;
            expectKey();
        } else {
            payload = 0;
            missing = code == LENGTH_64 ? Long.BYTES : Short.BYTES;
            part = Part.EXTENDED_LENGTH;
        }
        return (byte) code;
    }

    private void expectKey() {
        part = Part.KEY;
        missing = KEY_BYTES;
    }

    private void keyByte(byte read) {
        key = key << 8 | read & 255;
        if (--missing == 0) {
            part = payload == 0 ? Part.FIRST : Part.PAYLOAD;
        }
    }

    /** To the same place or one before it. The key is turned, so that it begins with the next byte. */
    private void unmask(byte[] bytes, int from, int to, int count) {
        long twice = (long) key << 32 | key & 0xffff_ffffL;
        int done = 0;
        for (; done <= count - Long.BYTES; done += Long.BYTES) {
            LONGS.set(bytes, to + done, (long) LONGS.get(bytes, from + done) ^ twice);
        }
        for (; done < count; done++) {
            bytes[to + done] = (byte) (bytes[from + done] ^ key >>> 24);
            key = Integer.rotateLeft(key, 8);
        }
    }
}
