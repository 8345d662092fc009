package org.mayfly.protocol.client.store;

import java.util.BitSet;

/**
 * Which counters of a sending device were seen: the highest and the 1,024 up to it. Immutable.
 *
 * <p>A counter below the window counts as seen.
 */
public final class ReplayWindow {

    public static final int WIDTH = 1024;
    public static final ReplayWindow EMPTY = new ReplayWindow(0, new BitSet(WIDTH));

    private final long highest;
    private final BitSet seenBelow;

    private ReplayWindow(long highest, BitSet seenBelow) {
        this.highest = highest;
        this.seenBelow = seenBelow;
    }

    /** @param seen as {@link #toBytes} gave it */
    public static ReplayWindow of(long highest, byte[] seen) {
        if (highest < 0 || seen.length > WIDTH / 8) {
            throw new IllegalArgumentException("not a replay window");
        }
        return new ReplayWindow(highest, BitSet.valueOf(seen));
    }

    public long highest() {
        return highest;
    }

    /** Bit d of byte d/8, least significant first: counter {@code highest − d} was seen. At most 128 bytes. */
    public byte[] toBytes() {
        return seenBelow.toByteArray();
    }

    public boolean accepts(long counter) {
        if (counter < 1) {
            return false;
        }
        return counter > highest || (highest - counter < WIDTH && !seenBelow.get((int) (highest - counter)));
    }

    /** @throws IllegalArgumentException if the window does not accept it */
    public ReplayWindow with(long counter) {
        if (!accepts(counter)) {
            throw new IllegalArgumentException("counter was seen or is too old");
        }
        if (counter <= highest) {
            var seen = (BitSet) seenBelow.clone();
            seen.set((int) (highest - counter));
            return new ReplayWindow(highest, seen);
        }
        var moved = new BitSet(WIDTH);
        var distance = counter - highest;
        seenBelow.stream()
                .filter(below -> below + distance < WIDTH)
                .forEach(below -> moved.set((int) (below + distance)));
        moved.set(0);
        return new ReplayWindow(counter, moved);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReplayWindow that && highest == that.highest && seenBelow.equals(that.seenBelow);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(highest) * 31 + seenBelow.hashCode();
    }

    @Override
    public String toString() {
        return "ReplayWindow[highest=" + highest + "]";
    }
}
