package org.mayfly.endpoint.rest.enrolment;

import com.google.protobuf.ByteString;
import org.mayfly.messaging.device.Devices;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.wire.Prekey;
import org.mayfly.protocol.wire.SignedPrekeyBatch;
import org.mayfly.protocol.wire.UploadPrekeys;

import java.util.List;
import java.util.Optional;

/** The one-time keys a device starts with. ML-KEM keys come whole or not at all; whether they must, the core decides. */
public final class FirstPrekeysJson {

    private FirstPrekeysJson() {}

    public record PrekeyJson(PrekeyId id, Bytes key) {}

    /** A batch, its signature and its keys, each of which may be absent. */
    public record Parts(Optional<Bytes> batch, Optional<Bytes> signature, Optional<List<PrekeyJson>> keys) {}

    /** @throws org.mayfly.messaging.refusal.RefusedException malformed: a part of the ML-KEM batch is missing */
    public static Devices.FirstPrekeys of(UploadPrekeys classical, Parts kem) {
        boolean present = kem.batch().isPresent();
        if (kem.signature().isPresent() != present || kem.keys().isPresent() != present) {
            throw Reason.MALFORMED.refused();
        }
        return new Devices.FirstPrekeys(
                classical,
                kem.batch()
                        .map(batch -> upload(
                                batch, kem.signature().orElseThrow(), kem.keys().orElseThrow())));
    }

    public static UploadPrekeys upload(Bytes batch, Bytes signature, List<PrekeyJson> prekeys) {
        var upload = UploadPrekeys.newBuilder()
                .setBatch(SignedPrekeyBatch.newBuilder().setBatch(wire(batch)).setSignature(wire(signature)));
        for (var prekey : prekeys) {
            upload.addPrekeys(
                    Prekey.newBuilder().setId(wire(prekey.id().value())).setKey(wire(prekey.key())));
        }
        return upload.build();
    }

    private static ByteString wire(Bytes bytes) {
        return ByteString.copyFrom(bytes.toArray());
    }
}
