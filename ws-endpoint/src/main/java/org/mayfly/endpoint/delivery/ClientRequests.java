package org.mayfly.endpoint.delivery;

import com.google.protobuf.UnsafeByteOperations;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.wire.ClientFrame;
import org.mayfly.protocol.wire.ClientFrames;

import java.util.ArrayList;
import java.util.List;

/** Parses a message of a client, strictly: one canonical ClientFrames of complete frames. */
final class ClientRequests {

    private ClientRequests() {}

    /** @throws MalformedFrames unless it is one canonical ClientFrames of complete frames */
    static List<ClientRequest> parse(byte[] message) throws MalformedFrames {
        var frames = canonical(message);
        if (frames.getFramesCount() == 0) {
            throw new MalformedFrames();
        }
        var requests = new ArrayList<ClientRequest>(frames.getFramesCount());
        for (var frame : frames.getFramesList()) {
            requests.add(request(frame));
        }
        return requests;
    }

    private static ClientFrames canonical(byte[] message) throws MalformedFrames {
        try {
            return Canonical.parse(ClientFrames.parser(), UnsafeByteOperations.unsafeWrap(message));
        } catch (MalformedException malformed) {
            throw new MalformedFrames();
        }
    }

    private static ClientRequest request(ClientFrame frame) throws MalformedFrames {
        int number = frame.getRequest();
        if (number == 0) {
            throw new MalformedFrames();
        }
        return switch (frame.getBodyCase()) {
            case LOG_IN -> new ClientRequest.ToLogIn(number, frame.getLogIn());
            case SUBMIT -> new ClientRequest.ToSubmit(number, frame.getSubmit());
            case ACKNOWLEDGE -> new ClientRequest.ToAcknowledge(number, frame.getAcknowledge());
            case CLAIM_PREKEYS -> new ClientRequest.ToClaim(number, frame.getClaimPrekeys());
            case UPLOAD_PREKEYS -> new ClientRequest.ToUpload(number, frame.getUploadPrekeys());
            case HEARTBEAT -> new ClientRequest.ToBeat(number);
            case BODY_NOT_SET -> throw new MalformedFrames();
        };
    }

    /** The message is not one of this protocol. */
    static final class MalformedFrames extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedFrames() {
            super("malformed frames", null, false, false);
        }
    }
}
