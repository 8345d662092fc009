package org.mayfly.admin.memory;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.network.Networks;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.NetworkId;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Networks in memory; names are unique. */
public class MemoryNetworks implements Networks {

    private final Map<NetworkId, Network> all = new LinkedHashMap<>();

    @Override
    public Network create(Actor actor, String name) {
        check(name);
        var network =
                new Network(NetworkId.parse(UUID.randomUUID().toString()), name, Instant.parse("2026-11-22T09:30:00Z"));
        all.put(network.id(), network);
        return network;
    }

    @Override
    public Network rename(Actor actor, NetworkId network, String name) {
        check(name);
        var renamed = new Network(network, name, get(actor, network).created());
        all.put(network, renamed);
        return renamed;
    }

    @Override
    public List<Network> list(Actor actor) {
        return all.values().stream().sorted(Comparator.comparing(Network::name)).toList();
    }

    @Override
    public Network get(Actor actor, NetworkId network) {
        return Optional.ofNullable(all.get(network)).orElseThrow(Reason.UNKNOWN_NETWORK::refused);
    }

    private void check(String name) {
        if (name.isEmpty() || name.length() > 100) {
            throw Reason.NAME_UNUSABLE.refused();
        }
        if (all.values().stream().anyMatch(known -> known.name().equals(name))) {
            throw Reason.NAME_TAKEN.refused();
        }
    }
}
