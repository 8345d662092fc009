package org.mayfly.endpoint.rest.enrolment;

import com.google.protobuf.ByteString;
import org.mayfly.endpoint.rest.json.LargeBody;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.device.Devices;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.Prekey;
import org.mayfly.protocol.wire.SignedDeviceList;
import org.mayfly.protocol.wire.SignedPrekeyBatch;
import org.mayfly.protocol.wire.UploadPrekeys;

import java.util.List;
import java.util.Optional;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** A user's first device: uses an invitation up. */
@Path("enrolments")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class EnrolmentsResource {

    private final Devices devices;

    @Inject
    public EnrolmentsResource(Devices devices) {
        this.devices = devices;
    }

    @POST
    public Response enrol(Enrolment body) {
        var enrolled = devices.enrol(new Actor.Anonymous(), body.code(), body.list(), body.firstPrekeys());
        return Response.status(Response.Status.CREATED)
                .entity(new Enrolled(enrolled.network(), enrolled.user(), enrolled.device()))
                .build();
    }

    record PrekeyJson(PrekeyId id, Bytes key) {}

    record Enrolled(NetworkId network, UserId user, DeviceId device) {}

    /** ML-KEM keys come whole or not at all; whether they must, the core decides by the device list. */
    @LargeBody(bytes = 512 * 1024)
    record Enrolment(
            String code,
            Bytes identityKey,
            Bytes deviceList,
            Bytes deviceListSignature,
            Bytes prekeyBatch,
            Bytes prekeyBatchSignature,
            List<PrekeyJson> prekeys,
            Optional<Bytes> kemPrekeyBatch,
            Optional<Bytes> kemPrekeyBatchSignature,
            Optional<List<PrekeyJson>> kemPrekeys) {

        SignedDeviceList list() {
            return SignedDeviceList.newBuilder()
                    .setIdentityKey(of(identityKey))
                    .setList(of(deviceList))
                    .setSignature(of(deviceListSignature))
                    .build();
        }

        /** @throws org.mayfly.messaging.refusal.RefusedException malformed: a part of the ML-KEM batch is missing */
        Devices.FirstPrekeys firstPrekeys() {
            boolean kem = kemPrekeyBatch.isPresent();
            if (kemPrekeyBatchSignature.isPresent() != kem || kemPrekeys.isPresent() != kem) {
                throw Reason.MALFORMED.refused();
            }
            return new Devices.FirstPrekeys(
                    upload(prekeyBatch, prekeyBatchSignature, prekeys),
                    kemPrekeyBatch.map(
                            batch -> upload(batch, kemPrekeyBatchSignature.orElseThrow(), kemPrekeys.orElseThrow())));
        }

        private static UploadPrekeys upload(Bytes batch, Bytes signature, List<PrekeyJson> prekeys) {
            var upload = UploadPrekeys.newBuilder()
                    .setBatch(SignedPrekeyBatch.newBuilder().setBatch(of(batch)).setSignature(of(signature)));
            for (var prekey : prekeys) {
                upload.addPrekeys(
                        Prekey.newBuilder().setId(of(prekey.id().value())).setKey(of(prekey.key())));
            }
            return upload.build();
        }

        private static ByteString of(Bytes bytes) {
            return ByteString.copyFrom(bytes.toArray());
        }
    }
}
