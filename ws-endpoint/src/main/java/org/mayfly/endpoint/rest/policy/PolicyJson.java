package org.mayfly.endpoint.rest.policy;

import org.mayfly.messaging.policy.EphemeralityPolicy;

import java.time.Duration;
import java.util.Optional;

/**
 * A policy as REST speaks it.
 *
 * @param version always there in an answer, ignored in a request
 */
public record PolicyJson(
        Optional<Long> version,
        Duration expirationMinimum,
        Duration expirationDefault,
        Duration expirationMaximum,
        Duration burnDefault,
        Duration burnMaximum,
        boolean userMayChoose) {

    public static PolicyJson of(EphemeralityPolicy policy) {
        return new PolicyJson(
                Optional.of(policy.version()),
                policy.expirationMinimum(),
                policy.expirationDefault(),
                policy.expirationMaximum(),
                policy.burnDefault(),
                policy.burnMaximum(),
                policy.userMayChoose());
    }

    EphemeralityPolicy toPolicy() {
        return new EphemeralityPolicy(
                version.orElse(0L),
                expirationMinimum,
                expirationDefault,
                expirationMaximum,
                burnDefault,
                burnMaximum,
                userMayChoose);
    }
}
