package org.mayfly.endpoint.fakes;

import org.mayfly.messaging.health.Health;

/** As well as a test has it. */
public final class SetHealth implements Health {

    public boolean live = true;
    public boolean ready = true;

    @Override
    public boolean isLive() {
        return live;
    }

    @Override
    public boolean isReady() {
        return ready;
    }
}
