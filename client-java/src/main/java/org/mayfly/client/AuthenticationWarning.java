package org.mayfly.client;

import java.time.Instant;
import java.util.Optional;

/**
 * Something arrived that failed a check of docs/protocol.md, or did not come, and this is shown instead of a message.
 *
 * @param code of the check, or {@code gap}
 * @param claimedFrom who it says it is from
 * @param count how often that happened since it was last shown; of a gap, how many are missing
 */
public record AuthenticationWarning(String code, Optional<String> claimedFrom, long count, Instant at) {}
