package org.mayfly.messaging.prekey;

import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

/** The contract in memory. */
class InMemoryPrekeysTest extends PrekeyContract {

    private final InMemoryPrekeys store = new InMemoryPrekeys();
    private final NetworkId network = new NetworkId(TestDevice.random(16));

    @Override
    PrekeyStore store() {
        return store;
    }

    @Override
    TestDevice device() {
        var device = new TestDevice(network, new UserId(TestDevice.random(16)));
        store.put(device.address, network);
        return device;
    }
}
