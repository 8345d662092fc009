package org.mayfly.endpoint.rest.server;

import org.mayfly.messaging.device.Devices;

import java.time.Clock;
import java.time.Instant;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Which server this is, and what time it has. */
@Path("server")
@Produces(MediaType.APPLICATION_JSON)
public class ServerResource {

    private final Devices devices;
    private final Clock clock;

    @Inject
    public ServerResource(Devices devices, Clock clock) {
        this.devices = devices;
        this.clock = clock;
    }

    @GET
    public ServerJson get() {
        return new ServerJson(devices.serverName(), Version.CURRENT, clock.instant());
    }

    record ServerJson(String serverName, String version, Instant time) {}
}
