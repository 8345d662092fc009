package org.mayfly.messaging.policy;

import java.time.Duration;
import java.util.Arrays;

/**
 * What users of a network compose under. Whole seconds; 5 s to 30 days; burn-on-read zero means off.
 *
 * @param version grows by one with each change
 * @param classicalSuiteAllowed whether suite 0x0001 may be used, between devices of which one knows no better
 * @param devices what holds for devices
 */
public record EphemeralityPolicy(
        long version,
        Duration expirationMinimum,
        Duration expirationDefault,
        Duration expirationMaximum,
        Duration burnDefault,
        Duration burnMaximum,
        boolean userMayChoose,
        boolean classicalSuiteAllowed,
        DevicePolicy devices) {

    public static final Duration SHORTEST_LIFE = Duration.ofSeconds(5);
    public static final Duration LONGEST_LIFE = Duration.ofDays(30);

    /** What a new network starts with: 7 days, anything from 5 s to 30 days, burn-on-read on offer, choice free, no classical suite. */
    public static final EphemeralityPolicy INITIAL = new EphemeralityPolicy(
            1,
            SHORTEST_LIFE,
            Duration.ofDays(7),
            LONGEST_LIFE,
            Duration.ZERO,
            LONGEST_LIFE,
            true,
            false,
            DevicePolicy.INITIAL);

    /**
     * Whether this can be set: whole seconds, 5 s ≤ minimum ≤ default ≤ maximum ≤ 30 days, and burn-on-read's default
     * not above its maximum, nor that above 30 days; 1 to 16 devices.
     */
    public boolean isInRange() {
        return isWhole(expirationMinimum, expirationDefault, expirationMaximum, burnDefault, burnMaximum)
                && isAscending(SHORTEST_LIFE, expirationMinimum, expirationDefault, expirationMaximum, LONGEST_LIFE)
                && isAscending(Duration.ZERO, burnDefault, burnMaximum, LONGEST_LIFE)
                && devices.isInRange();
    }

    /** The same values as another version. */
    public EphemeralityPolicy asVersion(long number) {
        return new EphemeralityPolicy(
                number,
                expirationMinimum,
                expirationDefault,
                expirationMaximum,
                burnDefault,
                burnMaximum,
                userMayChoose,
                classicalSuiteAllowed,
                devices);
    }

    /** The same values but for devices. */
    public EphemeralityPolicy withDevices(DevicePolicy other) {
        return new EphemeralityPolicy(
                version,
                expirationMinimum,
                expirationDefault,
                expirationMaximum,
                burnDefault,
                burnMaximum,
                userMayChoose,
                classicalSuiteAllowed,
                other);
    }

    /** The same values but for suite 0x0001. */
    public EphemeralityPolicy withClassicalSuite(boolean allowed) {
        return new EphemeralityPolicy(
                version,
                expirationMinimum,
                expirationDefault,
                expirationMaximum,
                burnDefault,
                burnMaximum,
                userMayChoose,
                allowed,
                devices);
    }

    private static boolean isWhole(Duration... values) {
        return Arrays.stream(values).allMatch(value -> value.getNano() == 0);
    }

    private static boolean isAscending(Duration... values) {
        for (int i = 1; i < values.length; i++) {
            if (values[i - 1].compareTo(values[i]) > 0) {
                return false;
            }
        }
        return true;
    }
}
