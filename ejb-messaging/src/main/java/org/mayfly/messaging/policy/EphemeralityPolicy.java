package org.mayfly.messaging.policy;

import java.time.Duration;

/**
 * What users of a network compose under. Whole seconds; 5 s to 30 days; burn-on-read zero means off.
 *
 * @param version grows by one with each change
 */
public record EphemeralityPolicy(
        long version,
        Duration expirationMinimum,
        Duration expirationDefault,
        Duration expirationMaximum,
        Duration burnDefault,
        Duration burnMaximum,
        boolean userMayChoose) {

    public static final Duration SHORTEST_LIFE = Duration.ofSeconds(5);
    public static final Duration LONGEST_LIFE = Duration.ofDays(30);

    /** What a new network starts with: 7 days, anything from 5 s to 30 days, burn-on-read on offer, choice free. */
    public static final EphemeralityPolicy INITIAL = new EphemeralityPolicy(
            1, SHORTEST_LIFE, Duration.ofDays(7), LONGEST_LIFE, Duration.ZERO, LONGEST_LIFE, true);
}
