package org.mayfly.admin.memory;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.policy.EphemeralityPolicy;
import org.mayfly.messaging.policy.Policies;
import org.mayfly.protocol.value.NetworkId;

import java.util.HashMap;
import java.util.Map;

/** Policies in memory; the version grows with each change. */
public class MemoryPolicies implements Policies {

    private final Map<NetworkId, EphemeralityPolicy> all = new HashMap<>();

    @Override
    public EphemeralityPolicy of(Actor actor, NetworkId network) {
        return all.getOrDefault(network, EphemeralityPolicy.INITIAL);
    }

    @Override
    public EphemeralityPolicy set(Actor actor, NetworkId network, EphemeralityPolicy policy) {
        var next = policy.asVersion(of(actor, network).version() + 1);
        all.put(network, next);
        return next;
    }
}
