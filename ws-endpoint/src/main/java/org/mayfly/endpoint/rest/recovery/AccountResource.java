package org.mayfly.endpoint.rest.recovery;

import org.jspecify.annotations.Nullable;
import org.mayfly.endpoint.rest.authentication.Bearer;
import org.mayfly.endpoint.rest.enrolment.FirstPrekeysJson;
import org.mayfly.endpoint.rest.enrolment.FirstPrekeysJson.PrekeyJson;
import org.mayfly.endpoint.rest.json.LargeBody;
import org.mayfly.messaging.device.Devices;
import org.mayfly.messaging.recovery.ReturnedAccount;
import org.mayfly.messaging.recovery.ReturnedAccount.ListOffer;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.util.List;
import java.util.Optional;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The account of a person who came back: a further device, fewer devices, or no account at all. */
@Path("recovery")
@Produces(MediaType.APPLICATION_JSON)
public class AccountResource {

    private final Bearer bearer;
    private final ReturnedAccount account;

    @Inject
    public AccountResource(Bearer bearer, ReturnedAccount account) {
        this.bearer = bearer;
        this.account = account;
    }

    @POST
    @Path("devices")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response add(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization, FurtherDevice body) {
        var actor = bearer.returned(authorization);
        var added = account.add(
                actor, new ListOffer(body.deviceList(), body.deviceListSignature()), body.firstPrekeys(), body.name());
        return Response.status(Response.Status.CREATED)
                .entity(new FurtherDeviceAdded(
                        actor.network(), actor.user(), added.device(), added.active() ? "active" : "waiting"))
                .build();
    }

    @POST
    @Path("lists")
    @Consumes(MediaType.APPLICATION_JSON)
    public void revoke(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization, FewerDevices body) {
        account.revoke(bearer.returned(authorization), new ListOffer(body.deviceList(), body.deviceListSignature()));
    }

    @DELETE
    @Path("account")
    public void delete(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        account.delete(bearer.returned(authorization));
    }

    record FewerDevices(Bytes deviceList, Bytes deviceListSignature) {}

    /** @param state active, or waiting for a listed device's approval */
    record FurtherDeviceAdded(NetworkId network, UserId user, DeviceId device, String state) {}

    /** As an enrolment, but for the identity key, which is known, and with the device's sealed name. */
    @LargeBody(bytes = 512 * 1024)
    record FurtherDevice(
            Bytes deviceList,
            Bytes deviceListSignature,
            Bytes prekeyBatch,
            Bytes prekeyBatchSignature,
            List<PrekeyJson> prekeys,
            Optional<Bytes> kemPrekeyBatch,
            Optional<Bytes> kemPrekeyBatchSignature,
            Optional<List<PrekeyJson>> kemPrekeys,
            Optional<Bytes> name) {

        Devices.FirstPrekeys firstPrekeys() {
            return FirstPrekeysJson.of(
                    FirstPrekeysJson.upload(prekeyBatch, prekeyBatchSignature, prekeys),
                    new FirstPrekeysJson.Parts(kemPrekeyBatch, kemPrekeyBatchSignature, kemPrekeys));
        }
    }
}
