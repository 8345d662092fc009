package org.mayfly.client.store;

import org.mayfly.client.vault.Vault;
import org.mayfly.client.vault.VaultStep;
import org.mayfly.protocol.client.store.ErasableSecrets;
import org.mayfly.protocol.client.store.Slot;
import org.mayfly.protocol.value.SecretBytes;

import java.util.BitSet;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@link ErasableSecrets} on a vault: a secret is sealed under a key of its own, which alone lies in a slot of the
 * vault's file; erasing overwrites that key in place and flushes, and nothing opens the secret any more. Thread-safe.
 */
final class VaultSecrets implements ErasableSecrets {

    private final Vault vault;
    private final BitSet taken = new BitSet();

    VaultSecrets(Vault vault) {
        this.vault = vault;
        vault.keys(Shelf.SECRET.number()).forEach(key -> taken.set(Keys.toInt(key)));
    }

    @Override
    public synchronized Slot reserve() {
        var number = taken.nextClearBit(0);
        taken.set(number);
        return new Slot(number);
    }

    @Override
    public void write(Map<Slot, SecretBytes> secrets) {
        var step = new VaultStep();
        secrets.forEach((slot, secret) -> put(step, slot, secret));
        vault.commit(step);
        step.eraseValues();
    }

    @Override
    public SecretBytes read(Slot slot) {
        return vault.read(Shelf.SECRET.number(), Keys.number(slot.number()))
                .map(SecretBytes::takeOver)
                .orElseThrow(() -> new IllegalStateException("slot is empty"));
    }

    @Override
    public void erase(Collection<Slot> slots) {
        var step = new VaultStep();
        slots.forEach(slot -> step.erase(Shelf.SECRET.number(), Keys.number(slot.number())));
        vault.commit(step);
        free(slots);
    }

    @Override
    public Set<Slot> occupied() {
        return vault.keys(Shelf.SECRET.number()).stream()
                .map(key -> new Slot(Keys.toInt(key)))
                .collect(Collectors.toUnmodifiableSet());
    }

    void put(VaultStep step, Slot slot, SecretBytes secret) {
        if (secret.length() > CAPACITY) {
            throw new IllegalArgumentException("secret is too long for a slot");
        }
        synchronized (this) {
            if (!taken.get(slot.number())) {
                throw new IllegalStateException("slot was not reserved");
            }
        }
        step.put(Shelf.SECRET.number(), Keys.number(slot.number()), secret.expose());
    }

    /** To be called once their erasure is durable. */
    synchronized void free(Collection<Slot> slots) {
        slots.forEach(slot -> taken.clear(slot.number()));
    }
}
