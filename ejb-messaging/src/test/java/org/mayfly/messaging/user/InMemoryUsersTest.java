package org.mayfly.messaging.user;

import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.protocol.value.NetworkId;

/** The contract in memory. */
class InMemoryUsersTest extends UserContract {

    private final InMemoryUsers store = new InMemoryUsers();

    @Override
    UserStore store() {
        return store;
    }

    @Override
    NetworkId network() {
        return new NetworkId(TestDevice.random(16));
    }
}
