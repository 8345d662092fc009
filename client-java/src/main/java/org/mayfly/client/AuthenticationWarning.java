package org.mayfly.client;

import java.time.Instant;
import java.util.Optional;

/**
 * Something arrived that failed a check of docs/protocol.md, and is shown instead of a message.
 *
 * @param code of the check
 * @param claimedFrom who it says it is from
 */
public record AuthenticationWarning(String code, Optional<String> claimedFrom, Instant at) {}
