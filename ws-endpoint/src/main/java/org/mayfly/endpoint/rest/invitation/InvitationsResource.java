package org.mayfly.endpoint.rest.invitation;

import org.mayfly.endpoint.rest.policy.PolicyJson;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.user.Users;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.time.Instant;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** What an invitation is for. The code comes in the body: it never stands in a path. */
@Path("invitations/open")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class InvitationsResource {

    private final Users users;

    @Inject
    public InvitationsResource(Users users) {
        this.users = users;
    }

    @POST
    public OpenedInvitation open(InvitationCode body) {
        var opened = users.open(new Actor.Anonymous(), body.code());
        return new OpenedInvitation(
                new NetworkName(opened.network(), opened.networkName()),
                new UserName(opened.user(), opened.userName()),
                opened.expires(),
                PolicyJson.of(opened.policy()));
    }

    record InvitationCode(String code) {}

    record NetworkName(NetworkId id, String name) {}

    record UserName(UserId id, String name) {}

    record OpenedInvitation(NetworkName network, UserName user, Instant expires, PolicyJson policy) {}
}
