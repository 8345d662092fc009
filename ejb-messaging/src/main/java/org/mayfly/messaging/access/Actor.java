package org.mayfly.messaging.access;

import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.util.UUID;

/** On whose behalf a business method runs: authenticated by a transport, first argument everywhere. */
public sealed interface Actor {

    /** A signed-in administrator of the portal. */
    record Administrator(UUID id) implements Actor {}

    /** A tool with an API token of scope admin. */
    record ApiToken(UUID id) implements Actor {}

    /** A tool with an API token of scope metrics, such as a Prometheus server. */
    record Scraper(UUID id) implements Actor {}

    /** A device that logged in with its signature. */
    record Device(NetworkId network, UserId user, DeviceId device) implements Actor {}

    /**
     * A person who came back by passphrase or recovery key, and holds the identity key again.
     *
     * @param session hash of the token
     */
    record Returned(NetworkId network, UserId user, Way way, Bytes session) implements Actor {}

    /** Nobody yet: holds an invitation or a set-up code at most. */
    record Anonymous() implements Actor {}
}
