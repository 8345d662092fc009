package org.mayfly.endpoint.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The OpenAPI 3.1 description of this interface, written by hand. */
@Path("openapi.json")
@Produces(MediaType.APPLICATION_JSON)
public class OpenApiResource {

    @GET
    public byte[] get() {
        try (var in = OpenApiResource.class.getResourceAsStream("openapi.json")) {
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
