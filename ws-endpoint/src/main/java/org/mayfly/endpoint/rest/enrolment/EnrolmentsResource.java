package org.mayfly.endpoint.rest.enrolment;

import com.google.protobuf.ByteString;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.device.Devices;
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
        var enrolled = devices.enrol(new Actor.Anonymous(), body.code(), body.list(), body.upload());
        return Response.status(Response.Status.CREATED)
                .entity(new Enrolled(enrolled.network(), enrolled.user(), enrolled.device()))
                .build();
    }

    record PrekeyJson(PrekeyId id, Bytes key) {}

    record Enrolled(NetworkId network, UserId user, DeviceId device) {}

    record Enrolment(
            String code,
            Bytes identityKey,
            Bytes deviceList,
            Bytes deviceListSignature,
            Bytes prekeyBatch,
            Bytes prekeyBatchSignature,
            List<PrekeyJson> prekeys) {

        SignedDeviceList list() {
            return SignedDeviceList.newBuilder()
                    .setIdentityKey(of(identityKey))
                    .setList(of(deviceList))
                    .setSignature(of(deviceListSignature))
                    .build();
        }

        UploadPrekeys upload() {
            var upload = UploadPrekeys.newBuilder()
                    .setBatch(SignedPrekeyBatch.newBuilder()
                            .setBatch(of(prekeyBatch))
                            .setSignature(of(prekeyBatchSignature)));
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
