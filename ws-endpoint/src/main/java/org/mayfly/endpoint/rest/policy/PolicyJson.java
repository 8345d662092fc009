package org.mayfly.endpoint.rest.policy;

import org.mayfly.messaging.policy.DevicePolicy;
import org.mayfly.messaging.policy.EphemeralityPolicy;

import java.time.Duration;
import java.util.Optional;

/**
 * A policy as REST speaks it.
 *
 * @param version always there in an answer, ignored in a request
 * @param classicalSuiteAllowed always there in an answer; absent in a request, it means false
 * @param deviceApproval always there in an answer, as the four after it; absent in a request, what is stored stays
 */
public record PolicyJson(
        Optional<Long> version,
        Duration expirationMinimum,
        Duration expirationDefault,
        Duration expirationMaximum,
        Duration burnDefault,
        Duration burnMaximum,
        boolean userMayChoose,
        Optional<Boolean> classicalSuiteAllowed,
        Optional<Boolean> deviceApproval,
        Optional<Integer> devicesMaximum,
        Optional<Boolean> lastSeenAllowed,
        Optional<Boolean> recoveryKeyAllowed,
        Optional<Boolean> identityChangeBlocks) {

    public static PolicyJson of(EphemeralityPolicy policy) {
        return new PolicyJson(
                Optional.of(policy.version()),
                policy.expirationMinimum(),
                policy.expirationDefault(),
                policy.expirationMaximum(),
                policy.burnDefault(),
                policy.burnMaximum(),
                policy.userMayChoose(),
                Optional.of(policy.classicalSuiteAllowed()),
                Optional.of(policy.devices().approval()),
                Optional.of(policy.devices().maximum()),
                Optional.of(policy.devices().lastSeen()),
                Optional.of(policy.devices().recoveryKey()),
                Optional.of(policy.devices().identityChangeBlocks()));
    }

    /** @param stored what holds now */
    EphemeralityPolicy toPolicy(DevicePolicy stored) {
        return new EphemeralityPolicy(
                version.orElse(0L),
                expirationMinimum,
                expirationDefault,
                expirationMaximum,
                burnDefault,
                burnMaximum,
                userMayChoose,
                classicalSuiteAllowed.orElse(false),
                new DevicePolicy(
                        deviceApproval.orElse(stored.approval()),
                        devicesMaximum.orElse(stored.maximum()),
                        lastSeenAllowed.orElse(stored.lastSeen()),
                        recoveryKeyAllowed.orElse(stored.recoveryKey()),
                        identityChangeBlocks.orElse(stored.identityChangeBlocks())));
    }
}
