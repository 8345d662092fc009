package org.mayfly.endpoint.rest.server;

import org.mayfly.messaging.health.Health;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Whether requests can be served now: for launchers and load balancers. What is missing is told on the portal's port. */
@Path("ready")
@Produces(MediaType.APPLICATION_JSON)
public class ReadyResource {

    private final Health health;

    @Inject
    public ReadyResource(Health health) {
        this.health = health;
    }

    @GET
    public Response get() {
        boolean ready = health.isReady();
        return Response.status(ready ? Response.Status.OK : Response.Status.SERVICE_UNAVAILABLE)
                .entity(new Readiness(ready))
                .build();
    }

    record Readiness(boolean ready) {}
}
