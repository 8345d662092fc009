package org.mayfly.endpoint.fakes;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.identity.Identities;
import org.mayfly.messaging.network.Networks;
import org.mayfly.messaging.policy.EphemeralityPolicy;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.user.Users;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One network with one user, in memory. Remembers what it was asked to do. */
public final class MemoryNetwork implements Networks, Users, Identities {

    public static final String CODE = "7YK2-0123-4567-89AB-CDEF-GHJK-MN";
    public static final Instant TIME = Instant.ofEpochMilli(1_800_000_000_123L);
    private static final NetworkId ID = MemoryCore.DEVICE.network();
    private static final User USER =
            new User(MemoryCore.DEVICE.user(), "anna", State.PENDING, Optional.of(TIME), Optional.empty());

    public final List<String> done = new ArrayList<>();

    @Override
    public Network create(Actor actor, String name) {
        done.add("create " + name);
        return new Network(ID, name, TIME);
    }

    @Override
    public Network rename(Actor actor, NetworkId network, String name) {
        done.add("rename " + name);
        return new Network(own(network), name, TIME);
    }

    @Override
    public List<Network> list(Actor actor) {
        return List.of(new Network(ID, "Kontor", TIME));
    }

    @Override
    public Network get(Actor actor, NetworkId network) {
        return new Network(own(network), "Kontor", TIME);
    }

    @Override
    public Invitation invite(Actor actor, NetworkId network, String name) {
        done.add("invite " + name);
        own(network);
        return new Invitation(name, CODE, URI.create(MemoryCore.ORIGIN + "/#invitation=" + CODE), TIME);
    }

    @Override
    public OpenedInvitation open(Actor.Anonymous actor, String code) {
        if (!code.equals(CODE)) {
            throw Reason.INVITATION_UNUSABLE.refused();
        }
        return new OpenedInvitation(ID, "Kontor", USER.id(), "anna", TIME, EphemeralityPolicy.INITIAL);
    }

    @Override
    public List<User> list(Actor actor, NetworkId network) {
        own(network);
        return List.of(
                USER, new User(UserId.of(MemoryCore.id(8)), "bert", State.ACTIVE, Optional.empty(), Optional.of(TIME)));
    }

    @Override
    public User suspend(Actor actor, NetworkId network, UserId user) {
        return changed(user, State.SUSPENDED);
    }

    @Override
    public User resume(Actor actor, NetworkId network, UserId user) {
        return changed(user, State.ACTIVE);
    }

    @Override
    public Invitation end(Actor actor, NetworkId network, UserId user) {
        own(network);
        if (user.equals(USER.id())) {
            throw Reason.NO_IDENTITY.refused();
        }
        done.add("end " + user);
        return new Invitation("bert", CODE, URI.create(MemoryCore.ORIGIN + "/#invitation=" + CODE), TIME);
    }

    @Override
    public List<DirectoryEntry> directory(Actor.Device actor, Optional<String> name) {
        return name.filter(n -> !n.equals("anna")).isPresent()
                ? List.of()
                : List.of(new DirectoryEntry(USER.id(), USER.name()));
    }

    private User changed(UserId user, State state) {
        if (!user.equals(USER.id())) {
            throw Reason.UNKNOWN_USER.refused();
        }
        return new User(user, USER.name(), state, Optional.empty(), Optional.empty());
    }

    private static NetworkId own(NetworkId network) {
        if (!network.equals(ID)) {
            throw Reason.UNKNOWN_NETWORK.refused();
        }
        return network;
    }
}
