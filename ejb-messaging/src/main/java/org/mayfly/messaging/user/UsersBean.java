package org.mayfly.messaging.user;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.Operation;
import org.mayfly.messaging.crypto.OneTimeCode;
import org.mayfly.messaging.naming.Name;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/** The use cases of users, over a {@link UserStore}. */
@Stateless
public class UsersBean implements Users {

    private static final int LONGEST_NAME = 64;
    private static final int MOST_LISTED = 100_000;

    private final UserStore users;
    private final Invitations invitations;
    private final UserNetworks networks;
    private final UserEvents events;
    private final Clock clock;

    @Inject
    public UsersBean(UserStore users, Invitations invitations, UserNetworks networks, UserEvents events, Clock clock) {
        this.users = users;
        this.invitations = invitations;
        this.networks = networks;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public Invitation invite(Actor actor, NetworkId network, String name) {
        Operation.CHANGE_USERS.check(actor, network);
        var key = Name.parse(name, LONGEST_NAME).key();
        networks.require(network);
        boolean added = users.add(network, invitations.newUser(), key, clock.instant());
        var user = users.findForChange(network, key).orElseThrow();
        if (user.state() != State.PENDING) {
            throw Reason.NAME_TAKEN.refused();
        }
        var invitation = invitations.issue(user.id(), key, clock.instant());
        events.invited(actor, user, invitation, !added);
        return invitation;
    }

    @Override
    public OpenedInvitation open(Actor.Anonymous actor, String code) {
        Operation.OPEN_INVITATION.check(actor);
        var user = OneTimeCode.parse(code)
                .flatMap(parsed -> users.invitedBy(parsed.hash(), clock.instant()))
                .orElseThrow(Reason.INVITATION_UNUSABLE::refused);
        return networks.opened(user);
    }

    @Override
    public List<User> list(Actor actor, NetworkId network) {
        Operation.READ_USERS.check(actor, network);
        networks.require(network);
        return users.list(network, MOST_LISTED).stream().map(StoredUser::shown).toList();
    }

    @Override
    public User suspend(Actor actor, NetworkId network, UserId user) {
        Operation.CHANGE_USERS.check(actor, network);
        var before = findForChange(network, user);
        if (!before.suspended()) {
            users.suspend(user, clock.instant());
            events.suspended(actor, before, findForChange(network, user));
        }
        return findForChange(network, user).shown();
    }

    @Override
    public User resume(Actor actor, NetworkId network, UserId user) {
        Operation.CHANGE_USERS.check(actor, network);
        var before = findForChange(network, user);
        if (before.suspended()) {
            users.resume(user);
            events.resumed(actor, before, findForChange(network, user));
        }
        return findForChange(network, user).shown();
    }

    @Override
    public List<DirectoryEntry> directory(Actor.Device actor, Optional<String> name) {
        Operation.READ_DIRECTORY.check(actor);
        var found = name.isEmpty()
                ? users.active(actor.network(), MOST_LISTED)
                : users
                        .activeByName(
                                actor.network(),
                                Name.parse(name.get(), LONGEST_NAME).key())
                        .stream()
                        .toList();
        return found.stream()
                .map(user -> new DirectoryEntry(user.id(), user.name()))
                .toList();
    }

    private StoredUser findForChange(NetworkId network, UserId user) {
        return users.findForChange(network, user).orElseThrow(Reason.UNKNOWN_USER::refused);
    }
}
