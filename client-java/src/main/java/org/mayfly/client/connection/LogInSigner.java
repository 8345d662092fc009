package org.mayfly.client.connection;

import org.mayfly.protocol.wire.Challenge;
import org.mayfly.protocol.wire.LogIn;

/** Answers a challenge with the device's signature. */
@FunctionalInterface
public interface LogInSigner {

    /** Also makes the store's next generation durable before it is used. */
    LogIn sign(Challenge challenge);
}
