package org.mayfly.client.mail;

import org.mayfly.protocol.value.UserId;

import java.time.Instant;
import java.util.Optional;

/**
 * An envelope that failed a check or did not come, or a list that can't be trusted. To be shown, never silently dropped.
 *
 * @param code of the check: docs/protocol.md
 * @param count how often it happened
 * @param claimed who the envelope says it is from; proven only from check R7 on
 */
public record Warning(long order, String code, Optional<UserId> claimed, long count, Instant at) {}
