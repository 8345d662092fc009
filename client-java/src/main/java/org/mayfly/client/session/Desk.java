package org.mayfly.client.session;

import org.mayfly.client.store.FileStore;
import org.mayfly.protocol.client.DeviceProtocol;
import org.mayfly.protocol.client.ExpiryClock;

import java.time.Instant;

/** What everything in a session works with. */
record Desk(FileStore store, DeviceProtocol protocol, ExpiryClock clock, Loop loop) {

    Instant now() {
        return clock.now();
    }
}
