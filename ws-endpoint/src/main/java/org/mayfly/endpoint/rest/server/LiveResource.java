package org.mayfly.endpoint.rest.server;

import org.mayfly.messaging.health.Health;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Whether the process can still do its work; when not, only a restart helps. Says nothing of the database. */
@Path("live")
@Produces(MediaType.APPLICATION_JSON)
public class LiveResource {

    private final Health health;

    @Inject
    public LiveResource(Health health) {
        this.health = health;
    }

    @GET
    public Response get() {
        boolean live = health.isLive();
        return Response.status(live ? Response.Status.OK : Response.Status.SERVICE_UNAVAILABLE)
                .entity(new Liveness(live))
                .build();
    }

    record Liveness(boolean live) {}
}
