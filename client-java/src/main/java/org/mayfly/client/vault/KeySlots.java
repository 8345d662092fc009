package org.mayfly.client.vault;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** The slot file, and which of its slots are free. Changes only by {@link StepJournal.SlotWrite}s that the journal holds. */
final class KeySlots {

    /** The file grows by this many slots at a time. */
    private static final int GROWTH = 64;

    private final DurableFile file;
    private final Deque<Integer> free = new ArrayDeque<>();
    private int count;
    private long highestGeneration;

    KeySlots(DurableFile file) {
        this.file = file;
    }

    /** Reads all slots; call after the journal was replayed. */
    void load() {
        free.clear();
        count = Math.toIntExact(file.size() / KeySlot.SIZE);
        var all = file.read(0, count * KeySlot.SIZE);
        for (var i = count - 1; i >= 0; i--) {
            var slot = Arrays.copyOfRange(all, i * KeySlot.SIZE, (i + 1) * KeySlot.SIZE);
            highestGeneration = Math.max(highestGeneration, KeySlot.generation(slot));
            if (!KeySlot.isUsed(slot)) {
                free.push(i);
            }
        }
        Arrays.fill(all, (byte) 0);
    }

    byte[] read(int slot) {
        return slot < count ? file.read((long) slot * KeySlot.SIZE, KeySlot.SIZE) : new byte[KeySlot.SIZE];
    }

    int take() {
        if (free.isEmpty()) {
            for (var i = count + GROWTH - 1; i >= count; i--) {
                free.push(i);
            }
            count += GROWTH;
        }
        return free.pop();
    }

    void giveBack(int slot) {
        free.push(slot);
    }

    long nextGeneration() {
        return ++highestGeneration;
    }

    void apply(List<StepJournal.SlotWrite> writes) {
        writes.forEach(write -> file.write((long) write.slot() * KeySlot.SIZE, write.content()));
        file.force();
    }
}
