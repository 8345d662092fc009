package org.mayfly.endpoint.rest.network;

import org.jspecify.annotations.Nullable;
import org.mayfly.endpoint.rest.authentication.Bearer;
import org.mayfly.endpoint.rest.json.Ids;
import org.mayfly.messaging.network.Networks;

import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/**
 * Renames a network. A class of its own: JAX-RS looks for a method only in the classes whose path matches best, and those
 * of users match better than that of all networks.
 */
@Path("admin/networks/{network}")
@Produces(MediaType.APPLICATION_JSON)
public class NetworkResource {

    private final Bearer bearer;
    private final Networks networks;

    @Inject
    public NetworkResource(Bearer bearer, Networks networks) {
        this.bearer = bearer;
        this.networks = networks;
    }

    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    public NetworksResource.NetworkJson rename(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @PathParam("network") String network,
            NetworksResource.NetworkNaming body) {
        return NetworksResource.NetworkJson.of(
                networks.rename(bearer.operator(authorization), Ids.network(network), body.name()));
    }
}
