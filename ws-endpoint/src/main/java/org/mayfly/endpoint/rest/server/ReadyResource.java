package org.mayfly.endpoint.rest.server;

import org.mayfly.endpoint.delivery.TyrusMend;
import org.mayfly.messaging.health.Health;

import java.util.Optional;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Ready: the database answers and the socket's timer is the one we put in (see {@link TyrusMend}). */
@Path("ready")
@Produces(MediaType.APPLICATION_JSON)
public class ReadyResource {

    private final Health health;

    @Inject
    public ReadyResource(Health health) {
        this.health = health;
    }

    @GET
    public Response get(@Context ServletContext context) {
        if (!TyrusMend.isInForce(context)) {
            return notReady("tyrus-not-mended");
        }
        return health.databaseAnswers()
                ? Response.ok(new Readiness(true, Optional.empty())).build()
                : notReady("database-does-not-answer");
    }

    private static Response notReady(String reason) {
        return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                .entity(new Readiness(false, Optional.of(reason)))
                .build();
    }

    record Readiness(boolean ready, Optional<String> reason) {}
}
