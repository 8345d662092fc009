package org.mayfly.bench.peers.mayfly;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.mayfly.bench.peers.Stamp;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.OuterHeader;
import org.mayfly.protocol.wire.Submit;

import java.util.ArrayDeque;

/**
 * An envelope that was sealed before the load begins. It is sent again, to the letter, only when every recipient had it and
 * all others of its supply went before it: by then the server has deleted it, and would give it a new place. On the loop's
 * thread only.
 */
final class Sealed {

    private final Submit submit;
    private final ArrayDeque<Sealed> supply;
    private Stamp stamp = new Stamp(0, 0, 0);
    private int awaited;

    /** @param supply of the route; this envelope joins it */
    Sealed(Submit submit, ArrayDeque<Sealed> supply) {
        this.submit = submit;
        this.supply = supply;
        supply.add(this);
    }

    /** What a receiver knows it by. */
    ByteString id() {
        return id(submit.getHeader());
    }

    static ByteString id(ByteString header) {
        try {
            return OuterHeader.parseFrom(header).getMessageId();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a server changed a header", e);
        }
    }

    /** It goes out, and stands for this message from now on. */
    Submit sent(Stamp message) {
        stamp = message;
        awaited = submit.getWrapsCount();
        return submit;
    }

    /** One recipient has it. @throws IllegalStateException if it is not what was sent */
    Stamp arrived(Deliver deliver) {
        if (!deliver.getHeader().equals(submit.getHeader())
                || !deliver.getCiphertext().equals(submit.getCiphertext())
                || !deliver.getSignature().equals(submit.getSignature())) {
            throw new IllegalStateException("a server changed an envelope");
        }
        if (--awaited == 0) {
            supply.add(this);
        }
        return stamp;
    }

    int bytes() {
        return submit.getSerializedSize();
    }
}
