package org.mayfly.protocol.verification;

import org.mayfly.protocol.wire.PrekeyType;

import java.time.Instant;

/**
 * What a one-time key was claimed for.
 *
 * @param newestSeen when the newest batch of that device and type was made that the claimer has seen; {@link
 *     Instant#EPOCH} if none
 */
public record WantedPrekey(DeviceIdentity owner, PrekeyType type, Instant newestSeen) {}
