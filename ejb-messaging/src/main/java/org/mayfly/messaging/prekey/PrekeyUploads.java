package org.mayfly.messaging.prekey;

import com.google.protobuf.InvalidProtocolBufferException;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.verification.DeviceIdentity;
import org.mayfly.protocol.verification.Fault;
import org.mayfly.protocol.verification.PrekeyBatchVerification;
import org.mayfly.protocol.verification.VerifiedUpload;
import org.mayfly.protocol.wire.PrekeyBatch;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.UploadPrekeys;

import java.time.Clock;
import java.util.ArrayList;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** Takes a batch in: nothing is stored that its device did not sign. Used at enrolment and afterwards. */
@Dependent
public class PrekeyUploads {

    private final PrekeyBatchVerification verification = new PrekeyBatchVerification(CryptoProvider.preferred());
    private final PrekeyStore store;
    private final Clock clock;

    @Inject
    public PrekeyUploads(PrekeyStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** @throws org.mayfly.messaging.refusal.RefusedException malformed, invalid-signature */
    public VerifiedUpload verify(DeviceIdentity owner, UploadPrekeys upload) {
        return verification
                .verifyUpload(owner, upload, clock.instant())
                .orElseThrow(
                        fault -> (fault == Fault.MALFORMED ? Reason.MALFORMED : Reason.INVALID_SIGNATURE).refused());
    }

    /** @throws org.mayfly.messaging.refusal.RefusedException prekey-reused */
    public void store(DeviceId owner, VerifiedUpload upload) {
        if (!store.add(owner, batch(upload))) {
            throw Reason.PREKEY_REUSED.refused();
        }
    }

    /** Keys of the device that can be claimed now. */
    public int left(DeviceId device, PrekeyType type) {
        return store.left(new PrekeyStore.Pool(device, type), clock.instant());
    }

    private static PrekeyStore.Batch batch(VerifiedUpload upload) {
        var keys = new ArrayList<PrekeyStore.Key>();
        for (int place = 0; place < upload.keys().size(); place++) {
            var key = upload.keys().get(place);
            keys.add(new PrekeyStore.Key(
                    key.id(), key.key().encoded(), place, upload.proof(place).siblings()));
        }
        return new PrekeyStore.Batch(
                id(upload), upload.type(), upload.signed(), upload.created(), upload.expires(), keys);
    }

    private static Bytes id(VerifiedUpload upload) {
        try {
            return Bytes.of(
                    PrekeyBatch.parseFrom(upload.signed().getBatch()).getBatch().toByteArray());
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
