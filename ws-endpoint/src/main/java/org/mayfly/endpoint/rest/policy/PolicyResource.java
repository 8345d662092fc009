package org.mayfly.endpoint.rest.policy;

import org.jspecify.annotations.Nullable;
import org.mayfly.endpoint.rest.authentication.Bearer;
import org.mayfly.messaging.policy.Policies;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/** The policy a device composes under. */
@Path("policy")
@Produces(MediaType.APPLICATION_JSON)
public class PolicyResource {

    private final Bearer bearer;
    private final Policies policies;

    @Inject
    public PolicyResource(Bearer bearer, Policies policies) {
        this.bearer = bearer;
        this.policies = policies;
    }

    @GET
    public PolicyJson get(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        var device = bearer.device(authorization);
        return PolicyJson.of(policies.of(device, device.network()));
    }
}
