package org.mayfly.protocol.client.store;

import org.mayfly.protocol.value.SecretBytes;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Fixed slots that are overwritten in place, because deletion is not erasure.
 *
 * <p>Guarantees: a secret is written to its slot and nowhere else; {@link #erase} overwrites the slot's bytes and
 * returns only when that is flushed to the medium. Limits: what the medium copies by itself (SSD remapping, snapshots).
 */
public interface ErasableSecrets {

    /** The longest secret a slot takes, in bytes. */
    int CAPACITY = 96;

    /**
     * Takes a free slot. Nothing is written; a slot that nothing refers to at the next start is erased and free again.
     */
    Slot reserve();

    /**
     * Writes secrets to reserved slots, in place, with one flush at the end.
     *
     * @throws IllegalArgumentException if one is longer than {@link #CAPACITY}
     */
    void write(Map<Slot, SecretBytes> secrets);

    /**
     * A copy, to be destroyed by the caller.
     *
     * @throws IllegalStateException if the slot is empty
     */
    SecretBytes read(Slot slot);

    /** Overwrites in place, flushes once, frees. Slots that are empty already are fine: erasing is repeated after a crash. */
    void erase(Collection<Slot> slots);

    /** Slots that are not free: what nothing refers to is erased when a store opens. */
    Set<Slot> occupied();
}
