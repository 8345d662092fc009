package org.mayfly.endpoint.rest.user;

import org.jspecify.annotations.Nullable;
import org.mayfly.endpoint.rest.authentication.Bearer;
import org.mayfly.endpoint.rest.json.Ids;
import org.mayfly.messaging.identity.Identities;
import org.mayfly.messaging.user.Users;
import org.mayfly.protocol.value.UserId;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Invites, lists, suspends and resumes the users of a network; ends their identities. */
@Path("admin/networks/{network}")
@Produces(MediaType.APPLICATION_JSON)
public class UsersResource {

    private final Bearer bearer;
    private final Users users;
    private final Identities identities;

    @Inject
    public UsersResource(Bearer bearer, Users users, Identities identities) {
        this.bearer = bearer;
        this.users = users;
        this.identities = identities;
    }

    @GET
    @Path("users")
    public List<UserJson> list(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @PathParam("network") String network) {
        return users.list(bearer.operator(authorization), Ids.network(network)).stream()
                .map(UserJson::of)
                .toList();
    }

    @POST
    @Path("invitations")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response invite(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @PathParam("network") String network,
            Invited body) {
        var invitation = users.invite(bearer.operator(authorization), Ids.network(network), body.user());
        return created(invitation);
    }

    @POST
    @Path("users/{user}/suspend")
    public UserJson suspend(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @PathParam("network") String network,
            @PathParam("user") String user) {
        return UserJson.of(users.suspend(bearer.operator(authorization), Ids.network(network), Ids.user(user)));
    }

    @POST
    @Path("users/{user}/resume")
    public UserJson resume(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @PathParam("network") String network,
            @PathParam("user") String user) {
        return UserJson.of(users.resume(bearer.operator(authorization), Ids.network(network), Ids.user(user)));
    }

    @POST
    @Path("users/{user}/end-identity")
    public Response endIdentity(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @PathParam("network") String network,
            @PathParam("user") String user) {
        return created(identities.end(bearer.operator(authorization), Ids.network(network), Ids.user(user)));
    }

    private static Response created(Users.Invitation invitation) {
        return Response.status(Response.Status.CREATED)
                .entity(InvitationJson.of(invitation))
                .build();
    }

    record Invited(String user) {}

    record InvitationJson(String user, String code, URI link, Instant expires) {
        static InvitationJson of(Users.Invitation invitation) {
            return new InvitationJson(invitation.user(), invitation.code(), invitation.link(), invitation.expires());
        }
    }

    record UserJson(
            UserId id,
            String name,
            String state,
            Optional<Instant> invitationExpires,
            Optional<Instant> identityEnded) {
        static UserJson of(Users.User user) {
            return new UserJson(
                    user.id(),
                    user.name(),
                    user.state().name().toLowerCase(Locale.ROOT),
                    user.invitationExpires(),
                    user.identityEnded());
        }
    }
}
