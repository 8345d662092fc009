package org.mayfly.protocol.client.receiving;

import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.link.ChainStep;
import org.mayfly.protocol.client.store.HeldPrekey;
import org.mayfly.protocol.crypto.MlKemPublicKey;
import org.mayfly.protocol.envelope.EnvelopeWrap;
import org.mayfly.protocol.value.SecretBytes;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A wrap with the private keys that open it. Closing erases the copies of secrets it carries. */
public sealed interface WrapKeys extends AutoCloseable {

    /** The own one-time keys that it uses up. */
    List<HeldPrekey> prekeys();

    /** The place it takes in a chain; empty for a START. */
    Optional<ChainStep> step();

    <R> R fold(Function<Start, R> start, Function<Fresh, R> fresh, Function<Chained, R> chained);

    @Override
    void close();

    /** A one-time key of type P-521 with its private part. */
    record Point(HeldPrekey prekey, P521KeyPair pair) {}

    /** A one-time key of type ML-KEM-1024 with its private part. */
    record Kem(HeldPrekey prekey, MlKemPublicKey key, SecretBytes seed) {}

    record Start(EnvelopeWrap.Start wrap, Point point, Optional<Kem> kem) implements WrapKeys {

        @Override
        public List<HeldPrekey> prekeys() {
            return Stream.concat(Stream.of(point.prekey()), kem.map(Kem::prekey).stream())
                    .toList();
        }

        @Override
        public Optional<ChainStep> step() {
            return Optional.empty();
        }

        @Override
        public <R> R fold(Function<Start, R> start, Function<Fresh, R> fresh, Function<Chained, R> chained) {
            return start.apply(this);
        }

        @Override
        public void close() {
            point.pair().close();
            kem.ifPresent(key -> key.seed().destroy());
        }
    }

    record Fresh(EnvelopeWrap.Fresh wrap, Point point, ChainStep taken) implements WrapKeys {

        @Override
        public List<HeldPrekey> prekeys() {
            return List.of(point.prekey());
        }

        @Override
        public Optional<ChainStep> step() {
            return Optional.of(taken);
        }

        @Override
        public <R> R fold(Function<Start, R> start, Function<Fresh, R> fresh, Function<Chained, R> chained) {
            return fresh.apply(this);
        }

        @Override
        public void close() {
            point.pair().close();
            taken.close();
        }
    }

    record Chained(EnvelopeWrap.Chained wrap, ChainStep taken) implements WrapKeys {

        @Override
        public List<HeldPrekey> prekeys() {
            return List.of();
        }

        @Override
        public Optional<ChainStep> step() {
            return Optional.of(taken);
        }

        @Override
        public <R> R fold(Function<Start, R> start, Function<Fresh, R> fresh, Function<Chained, R> chained) {
            return chained.apply(this);
        }

        @Override
        public void close() {
            taken.close();
        }
    }
}
