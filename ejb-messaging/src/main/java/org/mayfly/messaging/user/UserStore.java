package org.mayfly.messaging.user;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where users and their invitations are kept. All calls of a bean method are one transaction. */
public interface UserStore {

    /** Adds a user who has neither device nor invitation. @return false if the name is in use in the network */
    boolean add(NetworkId network, UserId user, String name, Instant at);

    /** Locks the user until the commit. */
    Optional<StoredUser> findForChange(NetworkId network, UserId user);

    /** Locks the user until the commit. */
    Optional<StoredUser> findForChange(NetworkId network, String name);

    /** By name, of all states. */
    List<StoredUser> list(NetworkId network, int limit);

    /** By name, active users only. */
    List<StoredUser> active(NetworkId network, int limit);

    Optional<StoredUser> activeByName(NetworkId network, String name);

    /** Replaces the user's invitation: an older code stops working. */
    void invite(UserId user, Bytes codeHash, Instant at, Instant expires);

    /** The user whom an unexpired code invites, if not suspended. */
    Optional<StoredUser> invitedBy(Bytes codeHash, Instant now);

    /** Counts an evaluation for a code. @return false if there were as many already, or the code is not there */
    boolean countEvaluation(Bytes codeHash, long most);

    /** As {@link #invitedBy}, and uses the code up: of two racing calls one gets the user. */
    Optional<StoredUser> takeInvitation(Bytes codeHash, Instant now);

    /** Sets the identity key. @return false if there is one already */
    boolean enrol(UserId user, Bytes identityKey);

    /** Suspends, and ends the sessions of the user's devices. */
    void suspend(UserId user, Instant at);

    void resume(UserId user);

    /**
     * Forgets identity key, device lists, bundles, sessions and a suspension: the user is pending, without an invitation.
     * The devices are gone.
     */
    void endIdentity(UserId user, Instant at);

    /** Forgets identity key, device lists, bundles, sessions and invitation; the name stays taken. The devices are gone. */
    void delete(UserId user, Instant at);
}
