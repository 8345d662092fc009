package org.mayfly.client.vault;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A place in the slot file: {@code u32 used ‖ u64 generation ‖ nonce (12) ‖ wrapped key (48)}, 72 bytes. A slot is used
 * again and again, each time under a higher generation.
 */
final class KeySlot {

    static final int SIZE = 72;
    static final int NONCE = 12;
    static final int WRAPPED = 48;

    private KeySlot() {}

    static byte[] used(long generation, byte[] nonceAndWrapped) {
        return ByteBuffer.allocate(SIZE)
                .putInt(1)
                .putLong(generation)
                .put(nonceAndWrapped)
                .array();
    }

    /** What a slot is overwritten with: the wrapped key is gone, the generation stays so that it is not used again. */
    static byte[] erased(long generation) {
        return ByteBuffer.allocate(SIZE).putInt(0).putLong(generation).array();
    }

    static boolean isUsed(byte[] slot) {
        return ByteBuffer.wrap(slot).getInt() == 1;
    }

    static long generation(byte[] slot) {
        return ByteBuffer.wrap(slot).getLong(4);
    }

    static byte[] nonceAndWrapped(byte[] slot) {
        return Arrays.copyOfRange(slot, 12, SIZE);
    }
}
