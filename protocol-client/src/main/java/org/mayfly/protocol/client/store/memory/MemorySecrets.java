package org.mayfly.protocol.client.store.memory;

import org.mayfly.protocol.client.store.ErasableSecrets;
import org.mayfly.protocol.client.store.Slot;
import org.mayfly.protocol.value.SecretBytes;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Slots in memory. Not thread-safe. */
public final class MemorySecrets implements ErasableSecrets {

    private final Map<Slot, SecretBytes> written = new HashMap<>();
    private final Set<Slot> reserved = new HashSet<>();
    private int next;

    /** The same slots with the same bytes, apart from these. */
    MemorySecrets copy() {
        var copy = new MemorySecrets();
        written.forEach((slot, secret) -> copy.written.put(slot, SecretBytes.takeOver(secret.expose())));
        copy.reserved.addAll(reserved);
        copy.next = next;
        return copy;
    }

    @Override
    public Slot reserve() {
        var slot = new Slot(next++);
        reserved.add(slot);
        return slot;
    }

    @Override
    public void write(Map<Slot, SecretBytes> secrets) {
        secrets.forEach((slot, secret) -> {
            if (!reserved.contains(slot)) {
                throw new IllegalStateException("slot was not reserved");
            }
            if (secret.length() > CAPACITY) {
                throw new IllegalArgumentException("secret is too long for a slot");
            }
            written.put(slot, SecretBytes.takeOver(secret.expose()));
        });
    }

    @Override
    public SecretBytes read(Slot slot) {
        var secret = written.get(slot);
        if (secret == null) {
            throw new IllegalStateException("slot is empty");
        }
        return SecretBytes.takeOver(secret.expose());
    }

    @Override
    public void erase(Collection<Slot> slots) {
        for (var slot : slots) {
            var secret = written.remove(slot);
            if (secret != null) {
                secret.destroy();
            }
            reserved.remove(slot);
        }
    }

    @Override
    public Set<Slot> occupied() {
        return Set.copyOf(written.keySet());
    }
}
