package org.mayfly.protocol.client;

import org.mayfly.protocol.client.link.KeysAtHand;
import org.mayfly.protocol.client.store.PrekeyStore;
import org.mayfly.protocol.client.store.UsedPrekey;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.verification.DeviceIdentity;
import org.mayfly.protocol.verification.PrekeyBatchVerification;
import org.mayfly.protocol.verification.VerifiedPrekey;
import org.mayfly.protocol.verification.WantedPrekey;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.PrekeyType;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Picks, of claimed one-time keys, the first of each type that verifies and was never used. */
final class KeyChoice {

    private final PrekeyBatchVerification verification;
    private final PrekeyStore store;

    KeyChoice(CryptoProvider provider, PrekeyStore store) {
        this.verification = new PrekeyBatchVerification(provider);
        this.store = store;
    }

    KeysAtHand of(DeviceIdentity device, Set<PrekeyType> types, List<ClaimedPrekey> claimed, Instant now) {
        var keys = new HashMap<PrekeyType, VerifiedPrekey>();
        types.forEach(type -> first(device, type, claimed, now).ifPresent(key -> keys.put(type, key)));
        return new KeysAtHand(keys);
    }

    private Optional<VerifiedPrekey> first(
            DeviceIdentity device, PrekeyType type, List<ClaimedPrekey> claimed, Instant now) {
        var newest = store.newestBatch(new UsedPrekey.Pool(device.address(), type));
        var wanted = new WantedPrekey(device, type, newest.orElse(Instant.EPOCH));
        return claimed.stream()
                .flatMap(key -> verification.verifyClaim(wanted, key, now).value().stream())
                .filter(key -> !store.wasUsed(key.owner(), key.id()))
                .findFirst();
    }
}
