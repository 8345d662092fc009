package org.mayfly.endpoint.rest.json;

import org.mayfly.messaging.refusal.Reason;

import java.util.Arrays;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/** A method that takes a record is not called without a body: JAX-RS would give it null. */
@Provider
public class BodyRequired implements ContainerRequestFilter {

    private final ResourceInfo resource;

    public BodyRequired(@Context ResourceInfo resource) {
        this.resource = resource;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        boolean takesBody =
                Arrays.stream(resource.getResourceMethod().getParameterTypes()).anyMatch(Class::isRecord);
        if (takesBody && !request.hasEntity()) {
            throw Reason.MALFORMED.refused();
        }
        if (takesBody && request.getMediaType() == null) {
            throw new NotSupportedException();
        }
    }
}
