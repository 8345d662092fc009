package org.mayfly.protocol.envelope;

import com.google.protobuf.ByteString;
import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.Suite;
import org.mayfly.protocol.codec.Field;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.envelope.EnvelopeWrap.Chained;
import org.mayfly.protocol.envelope.EnvelopeWrap.Encapsulated;
import org.mayfly.protocol.envelope.EnvelopeWrap.Fresh;
import org.mayfly.protocol.envelope.EnvelopeWrap.KemEncapsulated;
import org.mayfly.protocol.envelope.EnvelopeWrap.Start;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.wire.Wrap;

import java.util.Optional;

/** Wraps as they travel: exactly the fields of suite and state. */
final class WrapCodec {

    private WrapCodec() {}

    static EnvelopeWrap parse(Wrap wire) throws MalformedException {
        var suite = Suite.of(wire.getSuite()).orElseThrow(() -> new MalformedException("a suite that is not spoken"));
        var wrap = switch (wire.getState()) {
            case WRAP_STATE_START -> start(suite, wire);
            case WRAP_STATE_FRESH ->
                new Fresh(
                        suite,
                        encapsulated(wire),
                        ChainPlace.fresh(epoch(wire), Integer.toUnsignedLong(wire.getIndex())),
                        sealed(wire));
            case WRAP_STATE_CHAIN ->
                new Chained(
                        suite,
                        ChainPlace.chained(
                                epoch(wire),
                                Integer.toUnsignedLong(wire.getIndex()),
                                Integer.toUnsignedLong(wire.getSubIndex())),
                        sealed(wire));
            default -> throw new MalformedException("a state that is not known");
        };
        Field.require(toWire(wrap).equals(wire), "a field is set that its suite and state do not have");
        return wrap;
    }

    static Wrap toWire(EnvelopeWrap wrap) {
        var wire = Wrap.newBuilder()
                .setSuite(wrap.suite().number())
                .setState(wrap.state())
                .setSealed(wire(wrap.sealed()));
        return wrap.fold(
                        start -> {
                            start.kem()
                                    .ifPresent(kem -> wire.setKemPrekey(
                                                    wire(kem.prekey().value()))
                                            .setKemCiphertext(wire(kem.ciphertext())));
                            return put(wire, start.encapsulated());
                        },
                        fresh -> put(wire, fresh.encapsulated())
                                .setEpoch(wire(fresh.place().epoch()))
                                .setIndex((int) fresh.place().index()),
                        chained -> wire.setEpoch(wire(chained.place().epoch()))
                                .setIndex((int) chained.place().carrier().orElseThrow())
                                .setSubIndex((int) chained.place().index()))
                .build();
    }

    private static Start start(Suite suite, Wrap wire) throws MalformedException {
        Optional<KemEncapsulated> kem = suite == Suite.HYBRID
                ? Optional.of(new KemEncapsulated(
                        Field.prekey(wire.getKemPrekey()),
                        Field.bytes(wire.getKemCiphertext(), Sizes.MLKEM_CIPHERTEXT)))
                : Optional.empty();
        return new Start(encapsulated(wire), kem, sealed(wire));
    }

    private static Encapsulated encapsulated(Wrap wire) throws MalformedException {
        return new Encapsulated(Field.prekey(wire.getPrekey()), Field.bytes(wire.getEncapsulated(), Sizes.P521_KEY));
    }

    private static Bytes epoch(Wrap wire) throws MalformedException {
        return Field.bytes(wire.getEpoch(), Sizes.EPOCH);
    }

    private static Bytes sealed(Wrap wire) throws MalformedException {
        return Field.bytes(wire.getSealed(), Sizes.SEALED_WRAP);
    }

    private static Wrap.Builder put(Wrap.Builder wire, Encapsulated encapsulated) {
        return wire.setPrekey(wire(encapsulated.prekey().value())).setEncapsulated(wire(encapsulated.point()));
    }

    private static ByteString wire(Bytes bytes) {
        return ByteString.copyFrom(bytes.toArray());
    }
}
