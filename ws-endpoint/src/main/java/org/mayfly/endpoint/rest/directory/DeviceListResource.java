package org.mayfly.endpoint.rest.directory;

import org.jspecify.annotations.Nullable;
import org.mayfly.endpoint.rest.authentication.Bearer;
import org.mayfly.endpoint.rest.json.Ids;
import org.mayfly.messaging.device.Devices;
import org.mayfly.protocol.value.Bytes;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/** The device list of a colleague, byte for byte as its user signed it. */
@Path("users/{user}/device-list")
@Produces(MediaType.APPLICATION_JSON)
public class DeviceListResource {

    private final Bearer bearer;
    private final Devices devices;

    @Inject
    public DeviceListResource(Bearer bearer, Devices devices) {
        this.bearer = bearer;
        this.devices = devices;
    }

    @GET
    public DeviceListJson get(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization, @PathParam("user") String user) {
        var signed = devices.deviceList(bearer.device(authorization), Ids.user(user));
        return new DeviceListJson(
                Bytes.of(signed.getIdentityKey().toByteArray()),
                Bytes.of(signed.getList().toByteArray()),
                Bytes.of(signed.getSignature().toByteArray()));
    }

    record DeviceListJson(Bytes identityKey, Bytes list, Bytes signature) {}
}
