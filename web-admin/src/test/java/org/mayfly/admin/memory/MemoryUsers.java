package org.mayfly.admin.memory;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.identity.Identities;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.user.Users;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** People of networks in memory. */
public class MemoryUsers implements Users, Identities {

    public static final Instant ENDED = Instant.parse("2026-11-18T09:30:00Z");
    private static final Instant EXPIRES = Instant.parse("2026-11-25T09:30:00Z");

    private final Map<NetworkId, Map<String, User>> all = new HashMap<>();
    private int codes;

    @Override
    public Invitation invite(Actor actor, NetworkId network, String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        if (lower.isEmpty() || lower.length() > 64) {
            throw Reason.NAME_UNUSABLE.refused();
        }
        var known = of(network).get(lower);
        if (known != null && known.state() != State.PENDING) {
            throw Reason.NAME_TAKEN.refused();
        }
        put(network, lower, State.PENDING);
        return invitation(lower);
    }

    /** Somebody in a state, as tests need them. */
    public User put(NetworkId network, String name, State state) {
        var user = new User(
                UserId.parse(UUID.randomUUID().toString()),
                name,
                state,
                state == State.PENDING ? Optional.of(EXPIRES) : Optional.empty(),
                Optional.empty());
        of(network).put(name, user);
        return user;
    }

    @Override
    public OpenedInvitation open(Actor.Anonymous actor, String code) {
        throw Reason.INVITATION_UNUSABLE.refused();
    }

    @Override
    public List<User> list(Actor actor, NetworkId network) {
        return List.copyOf(of(network).values());
    }

    @Override
    public User suspend(Actor actor, NetworkId network, UserId user) {
        return change(network, user, State.SUSPENDED);
    }

    @Override
    public User resume(Actor actor, NetworkId network, UserId user) {
        return change(network, user, State.ACTIVE);
    }

    @Override
    public Invitation end(Actor actor, NetworkId network, UserId user) {
        var ended = of(network).values().stream()
                .filter(known -> known.id().equals(user))
                .findFirst()
                .orElseThrow(Reason.UNKNOWN_USER::refused);
        if (ended.state() != State.ACTIVE && ended.state() != State.SUSPENDED) {
            throw Reason.NO_IDENTITY.refused();
        }
        of(network)
                .put(
                        ended.name(),
                        new User(user, ended.name(), State.PENDING, Optional.of(EXPIRES), Optional.of(ENDED)));
        return invitation(ended.name());
    }

    private Invitation invitation(String name) {
        var code = "6W2K-9XQF-3TBN-7HDC-5RVJ-" + (1000 + codes++) + "-MA";
        return new Invitation(name, code, URI.create("https://localhost:8443/#invitation=" + code), EXPIRES);
    }

    @Override
    public List<DirectoryEntry> directory(Actor.Device actor, Optional<String> name) {
        return of(actor.network()).values().stream()
                .filter(user -> user.state() == State.ACTIVE)
                .map(user -> new DirectoryEntry(user.id(), user.name()))
                .toList();
    }

    private User change(NetworkId network, UserId id, State state) {
        var user = of(network).values().stream()
                .filter(known -> known.id().equals(id))
                .findFirst()
                .orElseThrow(Reason.UNKNOWN_USER::refused);
        var changed = new User(id, user.name(), state, Optional.empty(), user.identityEnded());
        of(network).put(user.name(), changed);
        return changed;
    }

    private Map<String, User> of(NetworkId network) {
        return all.computeIfAbsent(network, none -> new TreeMap<>(Comparator.naturalOrder()));
    }
}
