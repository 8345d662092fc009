package org.mayfly.endpoint.delivery;

import org.mayfly.endpoint.problem.FailureLog;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all connections share.
 *
 * @param threads may block in a port; bounded
 * @param intakeBytes of all connections together
 */
record Surroundings(Clock clock, SecureRandom random, FailureLog failures, Executor threads, AtomicLong intakeBytes) {

    /** Waiting requests of all connections may take an eighth of the heap. */
    Intake intake() {
        return new Intake(intakeBytes, Runtime.getRuntime().maxMemory() / 8);
    }
}
