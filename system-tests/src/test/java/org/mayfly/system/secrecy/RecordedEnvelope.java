package org.mayfly.system.secrecy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.Wrap;
import org.mayfly.protocol.wire.WrapState;

import java.util.UUID;

/**
 * An envelope as it entered a mailbox.
 *
 * @param device whose mailbox
 */
public record RecordedEnvelope(UUID device, Deliver deliver) {

    public WrapState state() {
        return wrap().getState();
    }

    public int suite() {
        return wrap().getSuite();
    }

    /** The one-time key of type P-521; no bytes for a CHAIN. */
    public Bytes prekey() {
        return Bytes.of(wrap().getPrekey().toByteArray());
    }

    /** What HPKE sends along; no bytes for a CHAIN. */
    public Bytes encapsulated() {
        return Bytes.of(wrap().getEncapsulated().toByteArray());
    }

    /** With the last bit of the sealed key flipped. */
    RecordedEnvelope withOtherTag() {
        var sealed = wrap().getSealed().toByteArray();
        sealed[sealed.length - 1] ^= 1;
        var other = wrap().toBuilder().setSealed(ByteString.copyFrom(sealed)).build();
        return new RecordedEnvelope(
                device, deliver.toBuilder().setWrap(other.toByteString()).build());
    }

    private Wrap wrap() {
        try {
            return Wrap.parseFrom(deliver.getWrap());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the server stored what is no wrap", e);
        }
    }
}
