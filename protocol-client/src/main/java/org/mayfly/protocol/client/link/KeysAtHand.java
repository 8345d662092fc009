package org.mayfly.protocol.client.link;

import org.mayfly.protocol.client.envelope.WrapPlan.KemKey;
import org.mayfly.protocol.client.envelope.WrapPlan.PointKey;
import org.mayfly.protocol.verification.VerifiedPrekey;
import org.mayfly.protocol.wire.PrekeyType;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Verified one-time keys of one device that were never used: at most one of each type. */
public record KeysAtHand(Map<PrekeyType, VerifiedPrekey> keys) {

    public KeysAtHand {
        keys = Map.copyOf(keys);
    }

    public Optional<PointKey> point() {
        return Optional.ofNullable(keys.get(PrekeyType.PREKEY_TYPE_P521))
                .flatMap(prekey -> prekey.key()
                        .fold(
                                point -> Optional.of(new PointKey(prekey.id(), point)),
                                kem -> Optional.<PointKey>empty()));
    }

    public Optional<KemKey> kem() {
        return Optional.ofNullable(keys.get(PrekeyType.PREKEY_TYPE_MLKEM1024))
                .flatMap(prekey -> prekey.key()
                        .fold(point -> Optional.<KemKey>empty(), kem -> Optional.of(new KemKey(prekey.id(), kem))));
    }

    public List<VerifiedPrekey> all() {
        return List.copyOf(keys.values());
    }

    /** Those of the types that are not at hand. */
    public Set<PrekeyType> lacking(Collection<PrekeyType> types) {
        return types.stream().filter(type -> !keys.containsKey(type)).collect(Collectors.toUnmodifiableSet());
    }
}
