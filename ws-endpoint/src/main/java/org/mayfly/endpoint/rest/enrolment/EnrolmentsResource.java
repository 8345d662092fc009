package org.mayfly.endpoint.rest.enrolment;

import com.google.protobuf.ByteString;
import org.mayfly.endpoint.rest.enrolment.FirstPrekeysJson.PrekeyJson;
import org.mayfly.endpoint.rest.json.LargeBody;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.bundle.Bundle;
import org.mayfly.messaging.bundle.FirstBundles;
import org.mayfly.messaging.device.Devices;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
        var enrolled = devices.enrol(
                new Actor.Anonymous(),
                body.code(),
                body.list(),
                body.firstPrekeys(),
                body.recovery().bundles());
        return Response.status(Response.Status.CREATED)
                .entity(new Enrolled(enrolled.network(), enrolled.user(), enrolled.device()))
                .build();
    }

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
            Optional<List<PrekeyJson>> kemPrekeys,
            FirstRecovery recovery) {

        SignedDeviceList list() {
            return SignedDeviceList.newBuilder()
                    .setIdentityKey(of(identityKey))
                    .setList(of(deviceList))
                    .setSignature(of(deviceListSignature))
                    .build();
        }

        Devices.FirstPrekeys firstPrekeys() {
            return FirstPrekeysJson.of(
                    FirstPrekeysJson.upload(prekeyBatch, prekeyBatchSignature, prekeys),
                    new FirstPrekeysJson.Parts(kemPrekeyBatch, kemPrekeyBatchSignature, kemPrekeys));
        }

        private static ByteString of(Bytes bytes) {
            return ByteString.copyFrom(bytes.toArray());
        }
    }

    /** @param recoveryKey where the person made one at once */
    record FirstRecovery(Bytes bundle, Bytes logInKey, UUID seedId, Optional<FirstRecoveryKey> recoveryKey) {

        /** @throws org.mayfly.messaging.refusal.RefusedException malformed */
        FirstBundles bundles() {
            return new FirstBundles(
                    Bundle.parse(bundle, logInKey, Optional.of(seedId)),
                    recoveryKey.map(key -> Bundle.parse(key.bundle(), key.logInKey(), Optional.empty())));
        }
    }

    record FirstRecoveryKey(Bytes bundle, Bytes logInKey) {}
}
