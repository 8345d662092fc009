package org.mayfly.endpoint.rest.device;

import org.jspecify.annotations.Nullable;
import org.mayfly.endpoint.rest.authentication.Bearer;
import org.mayfly.endpoint.rest.json.Ids;
import org.mayfly.messaging.device.OwnDevices;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.wire.DeviceClass;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/** The devices of the user whose device asks. */
@Path("devices")
@Produces(MediaType.APPLICATION_JSON)
public class OwnDevicesResource {

    private final Bearer bearer;
    private final OwnDevices devices;

    @Inject
    public OwnDevicesResource(Bearer bearer, OwnDevices devices) {
        this.bearer = bearer;
        this.devices = devices;
    }

    @GET
    public List<OwnDeviceJson> list(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        return devices.list(bearer.device(authorization)).stream()
                .map(OwnDeviceJson::of)
                .toList();
    }

    @PUT
    @Path("{device}/name")
    @Consumes(MediaType.APPLICATION_JSON)
    public void name(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @PathParam("device") String device,
            DeviceNaming body) {
        devices.name(bearer.device(authorization), Ids.device(device), body.name());
    }

    record DeviceNaming(Bytes name) {}

    record OwnDeviceJson(
            DeviceId device,
            String deviceClass,
            Instant created,
            Optional<Bytes> name,
            Optional<Instant> lastSeen,
            boolean current) {

        static OwnDeviceJson of(OwnDevices.OwnDevice own) {
            return new OwnDeviceJson(
                    own.device(),
                    own.deviceClass() == DeviceClass.DEVICE_CLASS_WEB ? "web" : "native",
                    own.created(),
                    own.name(),
                    own.lastSeen(),
                    own.current());
        }
    }
}
