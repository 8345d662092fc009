package org.mayfly.system.secrecy;

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

    /** The one-time key of type P-521; no bytes for a CHAIN. */
    public Bytes prekey() {
        return Bytes.of(wrap().getPrekey().toByteArray());
    }

    /** What HPKE sends along; no bytes for a CHAIN. */
    public Bytes encapsulated() {
        return Bytes.of(wrap().getEncapsulated().toByteArray());
    }

    private Wrap wrap() {
        try {
            return Wrap.parseFrom(deliver.getWrap());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the server stored what is no wrap", e);
        }
    }
}
