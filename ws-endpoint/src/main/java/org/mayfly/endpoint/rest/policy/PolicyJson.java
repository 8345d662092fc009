package org.mayfly.endpoint.rest.policy;

import org.mayfly.messaging.policy.EphemeralityPolicy;

import java.time.Duration;
import java.util.Optional;

/**
 * A policy as REST speaks it.
 *
 * @param version always there in an answer, ignored in a request
 * @param classicalSuiteAllowed always there in an answer; absent in a request, it means false
 */
public record PolicyJson(
        Optional<Long> version,
        Duration expirationMinimum,
        Duration expirationDefault,
        Duration expirationMaximum,
        Duration burnDefault,
        Duration burnMaximum,
        boolean userMayChoose,
        Optional<Boolean> classicalSuiteAllowed) {

    public static PolicyJson of(EphemeralityPolicy policy) {
        return new PolicyJson(
                Optional.of(policy.version()),
                policy.expirationMinimum(),
                policy.expirationDefault(),
                policy.expirationMaximum(),
                policy.burnDefault(),
                policy.burnMaximum(),
                policy.userMayChoose(),
                Optional.of(policy.classicalSuiteAllowed()));
    }

    EphemeralityPolicy toPolicy() {
        return new EphemeralityPolicy(
                version.orElse(0L),
                expirationMinimum,
                expirationDefault,
                expirationMaximum,
                burnDefault,
                burnMaximum,
                userMayChoose,
                classicalSuiteAllowed.orElse(false));
    }
}
