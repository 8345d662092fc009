package org.mayfly.protocol.envelope;

import org.mayfly.protocol.Suite;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.wire.Wrap;
import org.mayfly.protocol.wire.WrapState;

import java.util.Optional;
import java.util.function.Function;

/** The message key for one device, sealed. Each state has its own fields and no others. */
public sealed interface EnvelopeWrap {

    Suite suite();

    WrapState state();

    /** 214 bytes. */
    Bytes sealed();

    <R> R fold(Function<Start, R> start, Function<Fresh, R> fresh, Function<Chained, R> chained);

    /** @throws MalformedException unless it is canonical and has exactly the fields of its suite and state */
    static EnvelopeWrap parse(Bytes encoded) throws MalformedException {
        return WrapCodec.parse(Canonical.parse(Wrap.parser(), encoded));
    }

    default Bytes encode() {
        return Canonical.encode(WrapCodec.toWire(this));
    }

    /**
     * What HPKE sealed to.
     *
     * @param prekey the one-time key of type P-521
     * @param point HPKE's enc, 133 bytes
     */
    record Encapsulated(PrekeyId prekey, Bytes point) {}

    /**
     * What ML-KEM-1024 encapsulated to.
     *
     * @param prekey the one-time key of type ML-KEM-1024
     * @param ciphertext 1,568 bytes
     */
    record KemEncapsulated(PrekeyId prekey, Bytes ciphertext) {}

    /**
     * Begins an epoch.
     *
     * @param kem set in suite 0x0002, and only there
     */
    record Start(Encapsulated encapsulated, Optional<KemEncapsulated> kem, Bytes sealed) implements EnvelopeWrap {

        @Override
        public Suite suite() {
            return kem.isPresent() ? Suite.HYBRID : Suite.CLASSICAL;
        }

        @Override
        public WrapState state() {
            return WrapState.WRAP_STATE_START;
        }

        @Override
        public <R> R fold(Function<Start, R> start, Function<Fresh, R> fresh, Function<Chained, R> chained) {
            return start.apply(this);
        }
    }

    /** Takes a place in the main chain of an epoch, and a one-time key. */
    record Fresh(Suite suite, Encapsulated encapsulated, ChainPlace place, Bytes sealed) implements EnvelopeWrap {

        public Fresh {
            if (place.carrier().isPresent()) {
                throw new IllegalArgumentException("a FRESH has its place in the main chain");
            }
        }

        @Override
        public WrapState state() {
            return WrapState.WRAP_STATE_FRESH;
        }

        @Override
        public <R> R fold(Function<Start, R> start, Function<Fresh, R> fresh, Function<Chained, R> chained) {
            return fresh.apply(this);
        }
    }

    /** Takes a place in a sub-chain of an epoch, and no one-time key. The schema calls it CHAIN. */
    record Chained(Suite suite, ChainPlace place, Bytes sealed) implements EnvelopeWrap {

        public Chained {
            if (place.carrier().isEmpty()) {
                throw new IllegalArgumentException("a CHAIN has its place in a sub-chain");
            }
        }

        @Override
        public WrapState state() {
            return WrapState.WRAP_STATE_CHAIN;
        }

        @Override
        public <R> R fold(Function<Start, R> start, Function<Fresh, R> fresh, Function<Chained, R> chained) {
            return chained.apply(this);
        }
    }
}
