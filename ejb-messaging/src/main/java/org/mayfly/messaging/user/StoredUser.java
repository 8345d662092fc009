package org.mayfly.messaging.user;

import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.time.Instant;
import java.util.Optional;

/** A user as stored: the state follows from what has happened, so it can't contradict it. */
public record StoredUser(
        NetworkId network,
        UserId id,
        String name,
        boolean enrolled,
        boolean suspended,
        boolean deleted,
        Optional<Instant> invitationExpires,
        Optional<Instant> identityEnded) {

    public Users.State state() {
        if (deleted) {
            return Users.State.DELETED;
        }
        if (suspended) {
            return Users.State.SUSPENDED;
        }
        return enrolled ? Users.State.ACTIVE : Users.State.PENDING;
    }

    Users.User shown() {
        return new Users.User(id, name, state(), enrolled ? Optional.empty() : invitationExpires, identityEnded);
    }
}
