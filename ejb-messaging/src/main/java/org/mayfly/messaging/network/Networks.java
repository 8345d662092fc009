package org.mayfly.messaging.network;

import org.mayfly.messaging.access.Actor;
import org.mayfly.protocol.value.NetworkId;

import java.time.Instant;
import java.util.List;
import jakarta.ejb.Local;

/** Makes, renames and lists networks. Every change is an audit event. */
@Local
public interface Networks {

    /** @throws org.mayfly.messaging.refusal.RefusedException forbidden, name-taken, name-unusable (1 to 100 characters) */
    Network create(Actor actor, String name);

    /** @throws org.mayfly.messaging.refusal.RefusedException forbidden, unknown-network, name-taken, name-unusable */
    Network rename(Actor actor, NetworkId network, String name);

    /** By name. */
    List<Network> list(Actor actor);

    /** @throws org.mayfly.messaging.refusal.RefusedException forbidden, unknown-network */
    Network get(Actor actor, NetworkId network);

    record Network(NetworkId id, String name, Instant created) {}
}
