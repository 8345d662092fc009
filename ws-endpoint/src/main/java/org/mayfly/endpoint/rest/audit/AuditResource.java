package org.mayfly.endpoint.rest.audit;

import org.jspecify.annotations.Nullable;
import org.mayfly.endpoint.rest.authentication.Bearer;
import org.mayfly.messaging.audit.AuditTrail;
import org.mayfly.messaging.refusal.Reason;

import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/** The audit trail, a thousand events at a time. */
@Path("admin/audit")
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {

    private final Bearer bearer;
    private final AuditTrail trail;

    @Inject
    public AuditResource(Bearer bearer, AuditTrail trail) {
        this.bearer = bearer;
        this.trail = trail;
    }

    @GET
    public List<EventJson> list(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @QueryParam("after") @DefaultValue("0") String after) {
        return trail.list(bearer.operator(authorization), sequence(after)).stream()
                .map(EventJson::of)
                .toList();
    }

    private static long sequence(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw Reason.MALFORMED.refused();
        }
    }

    record EventJson(
            long sequence,
            Instant time,
            String actor,
            String action,
            String subject,
            JsonObject before,
            JsonObject after) {

        static EventJson of(AuditTrail.Event event) {
            return new EventJson(
                    event.sequence(),
                    event.time(),
                    event.actor(),
                    event.action(),
                    event.subject(),
                    object(event.before()),
                    object(event.after()));
        }

        private static JsonObject object(String json) {
            try (var reader = Json.createReader(new StringReader(json))) {
                return reader.readObject();
            }
        }
    }
}
