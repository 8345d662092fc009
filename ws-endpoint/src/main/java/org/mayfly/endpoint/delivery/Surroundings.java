package org.mayfly.endpoint.delivery;

import org.mayfly.endpoint.problem.FailureLog;
import org.mayfly.messaging.signal.Signals;
import org.mayfly.messaging.time.ElapsedTime;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all connections share.
 *
 * @param clock says when an envelope ends
 * @param time measures waiting and silence, which no set clock may shorten or lengthen
 * @param threads may block in a port; bounded
 * @param signals counts, and is told
 * @param intakeBytes of all connections together
 */
record Surroundings(
        Clock clock,
        ElapsedTime time,
        SecureRandom random,
        FailureLog failures,
        Executor threads,
        Signals signals,
        AtomicLong intakeBytes) {

    /** Waiting requests of all connections may take an eighth of the heap. */
    Intake intake() {
        return new Intake(intakeBytes, intakeLimit());
    }

    static long intakeLimit() {
        return Runtime.getRuntime().maxMemory() / 8;
    }
}
