package org.mayfly.messaging.user;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.policy.EphemeralityPolicy;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import jakarta.ejb.Local;

/** Invites, lists and suspends the users of a network. Names are unique in it: NFKC, lower case, 1 to 64 characters. */
@Local
public interface Users {

    /**
     * Invites a user who is not there yet, or renews the invitation of one who is pending.
     *
     * @throws org.mayfly.messaging.refusal.RefusedException forbidden, unknown-network, name-unusable, name-taken (has enrolled)
     */
    Invitation invite(Actor actor, NetworkId network, String name);

    /**
     * What an invitation is for; does not use it up.
     *
     * @throws org.mayfly.messaging.refusal.RefusedException invitation-unusable
     */
    OpenedInvitation open(Actor.Anonymous actor, String code);

    /** By name, for administrators. */
    List<User> list(Actor actor, NetworkId network);

    /** No more mail in or out, sessions ended ({@link UserSuspended} after the commit). */
    User suspend(Actor actor, NetworkId network, UserId user);

    User resume(Actor actor, NetworkId network, UserId user);

    /** Active users of the device's own network: the one with this exact name, or all by name. */
    List<DirectoryEntry> directory(Actor.Device actor, Optional<String> name);

    enum State {
        PENDING,
        ACTIVE,
        SUSPENDED,
        DELETED
    }

    /** @param identityEnded when an administrator last ended the identity of this person */
    record User(
            UserId id,
            String name,
            State state,
            Optional<Instant> invitationExpires,
            Optional<Instant> identityEnded) {}

    record DirectoryEntry(UserId id, String name) {}

    /** The code is shown once; only its hash is stored. */
    record Invitation(String user, String code, URI link, Instant expires) {
        @Override
        public String toString() {
            return "Invitation[hidden]";
        }
    }

    record OpenedInvitation(
            NetworkId network,
            String networkName,
            UserId user,
            String userName,
            Instant expires,
            EphemeralityPolicy policy) {}

    /** CDI event, fired after the commit. */
    record UserSuspended(NetworkId network, UserId user) {}
}
