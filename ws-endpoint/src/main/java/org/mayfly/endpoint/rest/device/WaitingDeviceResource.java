package org.mayfly.endpoint.rest.device;

import org.jspecify.annotations.Nullable;
import org.mayfly.endpoint.rest.authentication.Bearer;
import org.mayfly.messaging.device.OwnDevices;
import org.mayfly.protocol.value.Bytes;

import java.time.Instant;
import java.util.Optional;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The device that waits for the approval of one that is listed. */
@Path("devices/waiting")
@Produces(MediaType.APPLICATION_JSON)
public class WaitingDeviceResource {

    private final Bearer bearer;
    private final OwnDevices devices;

    @Inject
    public WaitingDeviceResource(Bearer bearer, OwnDevices devices) {
        this.bearer = bearer;
        this.devices = devices;
    }

    /** 204 where none waits. */
    @GET
    public Response get(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        return devices.waiting(bearer.device(authorization))
                .map(WaitingDeviceJson::of)
                .map(waiting -> Response.ok(waiting).build())
                .orElseGet(() -> Response.noContent().build());
    }

    @POST
    @Path("approve")
    @Consumes(MediaType.APPLICATION_JSON)
    public void approve(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization, DeviceApproval body) {
        devices.approve(bearer.device(authorization), body.listHash());
    }

    @POST
    @Path("refuse")
    public void refuse(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        devices.refuse(bearer.device(authorization));
    }

    record DeviceApproval(Bytes listHash) {}

    record WaitingDeviceJson(Bytes deviceList, Bytes deviceListSignature, Optional<Bytes> name, Instant expires) {

        static WaitingDeviceJson of(OwnDevices.Waiting waiting) {
            return new WaitingDeviceJson(waiting.list(), waiting.signature(), waiting.name(), waiting.expires());
        }
    }
}
