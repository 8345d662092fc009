package org.mayfly.messaging.user;

import org.mayfly.messaging.testing.Relay;
import org.mayfly.protocol.value.NetworkId;

/** The contract on PostgreSQL: each statement is its own transaction here. */
class JdbcUsersTest extends UserContract {

    private static final Relay RELAY = new Relay();
    private static int networks;

    @Override
    UserStore store() {
        return RELAY.server.get(UserStore.class);
    }

    @Override
    NetworkId network() {
        return RELAY.networks.create(Relay.OPERATOR, "Network " + networks++).id();
    }
}
