package org.mayfly.protocol.client.envelope;

import org.mayfly.protocol.Suite;
import org.mayfly.protocol.crypto.MlKemPublicKey;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.envelope.ChainPlace;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.SecretBytes;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** How a wrap is to be sealed: its state, and the keys that takes. Closing erases the copies of secrets it carries. */
public sealed interface WrapPlan extends AutoCloseable {

    /** The one-time keys that sealing spends. */
    List<PrekeyId> prekeys();

    <R> R fold(Function<Start, R> start, Function<Fresh, R> fresh, Function<Chained, R> chained);

    @Override
    void close();

    /** A one-time key of type P-521 of the recipient. */
    record PointKey(PrekeyId id, P521PublicKey key) {}

    /** A one-time key of type ML-KEM-1024 of the recipient. */
    record KemKey(PrekeyId id, MlKemPublicKey key) {}

    /** @param kem makes it suite 0x0002 */
    record Start(PointKey point, Optional<KemKey> kem) implements WrapPlan {

        Suite suite() {
            return kem.isPresent() ? Suite.HYBRID : Suite.CLASSICAL;
        }

        @Override
        public List<PrekeyId> prekeys() {
            return Stream.concat(Stream.of(point.id()), kem.map(KemKey::id).stream())
                    .toList();
        }

        @Override
        public <R> R fold(Function<Start, R> start, Function<Fresh, R> fresh, Function<Chained, R> chained) {
            return start.apply(this);
        }

        @Override
        public void close() {
            // It carries public keys only.
        }
    }

    record Fresh(Suite suite, PointKey point, ChainPlace place, SecretBytes psk) implements WrapPlan {

        @Override
        public List<PrekeyId> prekeys() {
            return List.of(point.id());
        }

        @Override
        public <R> R fold(Function<Start, R> start, Function<Fresh, R> fresh, Function<Chained, R> chained) {
            return fresh.apply(this);
        }

        @Override
        public void close() {
            psk.destroy();
        }
    }

    /** CHAIN. */
    record Chained(Suite suite, ChainPlace place, SecretBytes psk) implements WrapPlan {

        @Override
        public List<PrekeyId> prekeys() {
            return List.of();
        }

        @Override
        public <R> R fold(Function<Start, R> start, Function<Fresh, R> fresh, Function<Chained, R> chained) {
            return chained.apply(this);
        }

        @Override
        public void close() {
            psk.destroy();
        }
    }
}
