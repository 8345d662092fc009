package org.mayfly.endpoint.rest.directory;

import org.jspecify.annotations.Nullable;
import org.mayfly.endpoint.rest.authentication.Bearer;
import org.mayfly.messaging.user.Users;
import org.mayfly.protocol.value.UserId;

import java.util.List;
import java.util.Optional;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/** Active users of the device's own network. */
@Path("directory")
@Produces(MediaType.APPLICATION_JSON)
public class DirectoryResource {

    private final Bearer bearer;
    private final Users users;

    @Inject
    public DirectoryResource(Bearer bearer, Users users) {
        this.bearer = bearer;
        this.users = users;
    }

    @GET
    public List<EntryJson> find(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @QueryParam("name") @Nullable String name) {
        return users.directory(bearer.device(authorization), Optional.ofNullable(name)).stream()
                .map(entry -> new EntryJson(entry.id(), entry.name()))
                .toList();
    }

    record EntryJson(UserId id, String name) {}
}
