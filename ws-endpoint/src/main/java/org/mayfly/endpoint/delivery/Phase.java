package org.mayfly.endpoint.delivery;

import org.mayfly.protocol.value.Bytes;

/** Where a connection stands. It only goes forward, in this order. */
sealed interface Phase {

    /** The challenge is out; only a log-in may come. */
    record AwaitingLogIn(Bytes nonce) implements Phase {}

    /** A log-in is being checked; nothing may come. */
    record Authenticating() implements Phase {}

    /** The device is known. */
    record LoggedIn(DeviceSession session) implements Phase {}

    /** Over: what still comes is dropped. */
    record Ended() implements Phase {}
}
