package org.mayfly.protocol;

import org.mayfly.protocol.wire.PrekeyType;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What wraps are sealed with: docs/protocol.md, "Suites". The number rises with the strength. */
public enum Suite {
    /** HPKE with DHKEM(P-521, HKDF-SHA512), HKDF-SHA512, AES-256-GCM. */
    CLASSICAL(0x0001, Set.of(PrekeyType.PREKEY_TYPE_P521)),
    /** The same; at START in mode psk with a shared secret of ML-KEM-1024. */
    HYBRID(0x0002, Set.of(PrekeyType.PREKEY_TYPE_P521, PrekeyType.PREKEY_TYPE_MLKEM1024));

    private final int number;
    private final Set<PrekeyType> startKeys;

    Suite(int number, Set<PrekeyType> startKeys) {
        this.number = number;
        this.startKeys = startKeys;
    }

    /** As it stands in wraps and device lists. */
    public int number() {
        return number;
    }

    /** Of each type a START spends one. */
    public Set<PrekeyType> startKeys() {
        return startKeys;
    }

    /** Empty for a suite that this version does not speak. */
    public static Optional<Suite> of(int number) {
        return Stream.of(values()).filter(suite -> suite.number == number).findFirst();
    }

    /** The highest that is in both lists, of those this version speaks. */
    public static Optional<Suite> highest(Collection<Integer> one, Collection<Integer> other) {
        return Stream.of(values())
                .filter(suite -> one.contains(suite.number) && other.contains(suite.number))
                .max(Comparator.comparingInt(Suite::number));
    }
}
