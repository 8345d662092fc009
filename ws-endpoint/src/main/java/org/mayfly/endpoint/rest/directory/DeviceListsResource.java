package org.mayfly.endpoint.rest.directory;

import org.jspecify.annotations.Nullable;
import org.mayfly.endpoint.rest.authentication.Bearer;
import org.mayfly.endpoint.rest.json.Ids;
import org.mayfly.messaging.device.Devices;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.util.List;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/** The versions of a colleague's device list after one, so that a reader can verify each step. */
@Path("users/{user}/device-lists")
@Produces(MediaType.APPLICATION_JSON)
public class DeviceListsResource {

    private final Bearer bearer;
    private final Devices devices;

    @Inject
    public DeviceListsResource(Bearer bearer, Devices devices) {
        this.bearer = bearer;
        this.devices = devices;
    }

    @GET
    public List<DeviceListVersionJson> after(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @PathParam("user") String user,
            @QueryParam("after") @DefaultValue("0") String after) {
        return devices.deviceLists(bearer.device(authorization), Ids.user(user), version(after)).stream()
                .map(DeviceListVersionJson::of)
                .toList();
    }

    private static long version(String after) {
        try {
            long version = Long.parseLong(after);
            if (version >= 0) {
                return version;
            }
        } catch (NumberFormatException noNumber) {
            // Said below.
        }
        throw Reason.MALFORMED.refused();
    }

    /** One version; the identity key is that of the newest list. */
    public record DeviceListVersionJson(Bytes list, Bytes signature) {

        public static DeviceListVersionJson of(SignedDeviceList signed) {
            return new DeviceListVersionJson(
                    Bytes.of(signed.getList().toByteArray()),
                    Bytes.of(signed.getSignature().toByteArray()));
        }
    }
}
