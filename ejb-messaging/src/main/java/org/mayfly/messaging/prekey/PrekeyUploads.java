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

    /**
     * Verifies and stores.
     *
     * @throws org.mayfly.messaging.refusal.RefusedException malformed, invalid-signature, prekey-reused
     */
    public void store(DeviceIdentity owner, UploadPrekeys upload) {
        var verified = verification
                .verifyUpload(owner, upload, clock.instant())
                .orElseThrow(
                        fault -> (fault == Fault.MALFORMED ? Reason.MALFORMED : Reason.INVALID_SIGNATURE).refused());
        if (!store.add(owner.address().device(), batch(verified))) {
            throw Reason.PREKEY_REUSED.refused();
        }
    }

    /** Keys of the device that can be claimed now. */
    public int left(DeviceId device) {
        return store.left(device, clock.instant());
    }

    private static PrekeyStore.Batch batch(VerifiedUpload upload) {
        var keys = new ArrayList<PrekeyStore.Key>();
        for (int place = 0; place < upload.keys().size(); place++) {
            var key = upload.keys().get(place);
            keys.add(new PrekeyStore.Key(
                    key.id(), key.key().encoded(), place, upload.proof(place).siblings()));
        }
        return new PrekeyStore.Batch(id(upload), upload.signed(), upload.created(), upload.expires(), keys);
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
