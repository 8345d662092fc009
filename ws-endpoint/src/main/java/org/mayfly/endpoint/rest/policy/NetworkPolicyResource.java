package org.mayfly.endpoint.rest.policy;

import org.jspecify.annotations.Nullable;
import org.mayfly.endpoint.rest.authentication.Bearer;
import org.mayfly.endpoint.rest.json.Ids;
import org.mayfly.messaging.policy.Policies;

import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/** The policy of a network, for administrators. */
@Path("admin/networks/{network}/policy")
@Produces(MediaType.APPLICATION_JSON)
public class NetworkPolicyResource {

    private final Bearer bearer;
    private final Policies policies;

    @Inject
    public NetworkPolicyResource(Bearer bearer, Policies policies) {
        this.bearer = bearer;
        this.policies = policies;
    }

    @GET
    public PolicyJson get(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @PathParam("network") String network) {
        return PolicyJson.of(policies.of(bearer.operator(authorization), Ids.network(network)));
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    public PolicyJson set(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @PathParam("network") String network,
            PolicyJson policy) {
        var operator = bearer.operator(authorization);
        var id = Ids.network(network);
        var stored = policies.of(operator, id).devices();
        return PolicyJson.of(policies.set(operator, id, policy.toPolicy(stored)));
    }
}
