package org.mayfly.messaging.network;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.Operation;
import org.mayfly.messaging.audit.AuditTrail;
import org.mayfly.messaging.audit.Facts;
import org.mayfly.messaging.naming.Name;
import org.mayfly.messaging.policy.EphemeralityPolicy;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.NetworkId;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/** Networks in PostgreSQL. */
@Stateless
public class NetworksBean implements Networks {

    private static final int LONGEST_NAME = 100;
    private static final int MOST_LISTED = 10_000;

    private final JdbcNetworks networks;
    private final AuditTrail audit;
    private final Clock clock;
    private final SecureRandom random;

    @Inject
    public NetworksBean(JdbcNetworks networks, AuditTrail audit, Clock clock, SecureRandom random) {
        this.networks = networks;
        this.audit = audit;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Network create(Actor actor, String name) {
        Operation.CHANGE_NETWORKS.check(actor);
        var parsed = Name.parse(name, LONGEST_NAME);
        var id = new byte[16];
        random.nextBytes(id);
        var network = new Network(NetworkId.of(id), parsed.shown(), clock.instant());
        networks.add(network, parsed, EphemeralityPolicy.INITIAL);
        audit.record(actor, "network.create", network.id().toString(), Facts.NONE, facts(network));
        return network;
    }

    @Override
    public Network rename(Actor actor, NetworkId network, String name) {
        Operation.CHANGE_NETWORKS.check(actor);
        var parsed = Name.parse(name, LONGEST_NAME);
        var before = networks.findForChange(network).orElseThrow(Reason.UNKNOWN_NETWORK::refused);
        networks.rename(network, parsed);
        var after = new Network(network, parsed.shown(), before.created());
        audit.record(actor, "network.rename", network.toString(), facts(before), facts(after));
        return after;
    }

    @Override
    public List<Network> list(Actor actor) {
        Operation.READ_NETWORKS.check(actor);
        return networks.list(MOST_LISTED);
    }

    @Override
    public Network get(Actor actor, NetworkId network) {
        Operation.READ_NETWORKS.check(actor);
        return networks.find(network).orElseThrow(Reason.UNKNOWN_NETWORK::refused);
    }

    private static String facts(Network network) {
        return Facts.of("name", network.name()).json();
    }
}
