package org.mayfly.endpoint.delivery;

import java.util.function.Consumer;

/** The transport under one connection. No method blocks, throws or calls back under a lock of its own. */
interface Wire {

    /**
     * Sends one binary message; the caller waits for the outcome before the next.
     *
     * @param outcome called once, maybe before this returns
     */
    void send(byte[] message, Consumer<Sent> outcome);

    /** Ends the connection; repeated calls do nothing. */
    void close(CloseCode code);

    /** What became of a message. */
    enum Sent {
        WRITTEN,
        FAILED
    }
}
