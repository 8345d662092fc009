package org.mayfly.system.secrecy;

import org.mayfly.protocol.client.store.HeldPrekey;
import org.mayfly.protocol.client.store.Slot;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.system.people.Person;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A secret that a device holds.
 *
 * @param prekey the id of the one-time key whose private part it is; empty for every other
 */
public record HeldSecret(Optional<Bytes> prekey, Bytes bytes) {

    private static final Instant EVER = Instant.ofEpochMilli(Long.MAX_VALUE);

    /** Everything in every slot of a person's Java client, whatever it is for. */
    public static Set<HeldSecret> of(Person person) {
        return person.withStore(store -> {
            var ids = store.prekeysToErase(EVER).stream()
                    .collect(
                            Collectors.toMap(HeldPrekey::slot, held -> held.id().value()));
            Function<Slot, HeldSecret> read = slot -> {
                try (var secret = store.secrets().read(slot)) {
                    return new HeldSecret(Optional.ofNullable(ids.get(slot)), Bytes.of(secret.expose()));
                }
            };
            return store.secrets().occupied().stream().map(read).collect(Collectors.toSet());
        });
    }

    /** Hides the secret. */
    @Override
    public String toString() {
        return "HeldSecret[hidden]";
    }
}
