package org.mayfly.endpoint.delivery;

import org.mayfly.messaging.signal.Count;
import org.mayfly.messaging.signal.Signals;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Counts a connection, and why the server ended it; not where the peer did, or the transport broke. */
final class CountedWire implements Wire {

    private final Wire wire;
    private final Signals signals;
    private final AtomicBoolean over = new AtomicBoolean();

    CountedWire(Wire wire, Signals signals) {
        this.wire = wire;
        this.signals = signals;
        signals.count(Count.CONNECTIONS_OPENED);
    }

    @Override
    public void send(byte[] message, Consumer<Sent> outcome) {
        wire.send(message, outcome);
    }

    @Override
    public void close(CloseCode code) {
        if (over.compareAndSet(false, true)) {
            signals.ended(code.ending());
        }
        wire.close(code);
    }

    /** The other side went: what ends from now on is not the server's doing. */
    void gone() {
        over.set(true);
    }
}
