package org.mayfly.protocol.envelope;

import com.google.protobuf.ByteString;
import org.mayfly.protocol.Limits;
import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.codec.Field;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.wire.Wrap;
import org.mayfly.protocol.wire.WrapState;

import java.util.Optional;

/**
 * The message key for one device, sealed. This version speaks suite 0x0001 in the states START and FRESH.
 *
 * @param prekey the one-time key it is sealed to
 * @param encapsulated HPKE's enc, 133 bytes
 * @param chain the place in the link's chain: of a FRESH; empty in a START
 * @param sealed 214 bytes
 */
public record EnvelopeWrap(PrekeyId prekey, Bytes encapsulated, Optional<ChainPlace> chain, Bytes sealed) {

    /**
     * A place in a chain.
     *
     * @param epoch 32 bytes
     * @param index 0 to 2^32 − 1
     */
    public record ChainPlace(Bytes epoch, long index) {}

    public WrapState state() {
        return chain.isPresent() ? WrapState.WRAP_STATE_FRESH : WrapState.WRAP_STATE_START;
    }

    /** @throws MalformedException unless it is canonical and has exactly the fields of its state */
    public static EnvelopeWrap parse(Bytes encoded) throws MalformedException {
        var wrap = Canonical.parse(Wrap.parser(), encoded);
        Field.require(wrap.getSuite() == Limits.SUITE_P521, "this version speaks suite 0x0001");
        Field.absent(wrap.getKemPrekey());
        Field.absent(wrap.getKemCiphertext());
        Field.require(wrap.getSubIndex() == 0, "only a CHAIN has a place in a sub-chain");
        return new EnvelopeWrap(
                Field.prekey(wrap.getPrekey()),
                Field.bytes(wrap.getEncapsulated(), Sizes.P521_KEY),
                chainPlace(wrap),
                Field.bytes(wrap.getSealed(), Sizes.SEALED_WRAP));
    }

    private static Optional<ChainPlace> chainPlace(Wrap wrap) throws MalformedException {
        if (wrap.getState() == WrapState.WRAP_STATE_START) {
            Field.absent(wrap.getEpoch());
            Field.require(wrap.getIndex() == 0, "a START has no place in a chain");
            return Optional.empty();
        }
        Field.require(wrap.getState() == WrapState.WRAP_STATE_FRESH, "this version speaks START and FRESH");
        return Optional.of(
                new ChainPlace(Field.bytes(wrap.getEpoch(), Sizes.EPOCH), Integer.toUnsignedLong(wrap.getIndex())));
    }

    public Bytes encode() {
        var wrap = Wrap.newBuilder()
                .setSuite(Limits.SUITE_P521)
                .setState(state())
                .setPrekey(ByteString.copyFrom(prekey.toArray()))
                .setEncapsulated(ByteString.copyFrom(encapsulated.toArray()))
                .setSealed(ByteString.copyFrom(sealed.toArray()));
        chain.ifPresent(place ->
                wrap.setEpoch(ByteString.copyFrom(place.epoch().toArray())).setIndex((int) place.index()));
        return Canonical.encode(wrap.build());
    }
}
