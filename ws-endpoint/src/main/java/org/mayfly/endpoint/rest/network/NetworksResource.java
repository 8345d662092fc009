package org.mayfly.endpoint.rest.network;

import org.jspecify.annotations.Nullable;
import org.mayfly.endpoint.rest.authentication.Bearer;
import org.mayfly.messaging.network.Networks;
import org.mayfly.protocol.value.NetworkId;

import java.time.Instant;
import java.util.List;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/** Makes and lists networks. */
@Path("admin/networks")
@Produces(MediaType.APPLICATION_JSON)
public class NetworksResource {

    private final Bearer bearer;
    private final Networks networks;

    @Inject
    public NetworksResource(Bearer bearer, Networks networks) {
        this.bearer = bearer;
        this.networks = networks;
    }

    @GET
    public List<NetworkJson> list(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        return networks.list(bearer.operator(authorization)).stream()
                .map(NetworkJson::of)
                .toList();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public NetworkJson create(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization, NetworkNaming body) {
        return NetworkJson.of(networks.create(bearer.operator(authorization), body.name()));
    }

    record NetworkNaming(String name) {}

    record NetworkJson(NetworkId id, String name, Instant created) {
        static NetworkJson of(Networks.Network network) {
            return new NetworkJson(network.id(), network.name(), network.created());
        }
    }
}
