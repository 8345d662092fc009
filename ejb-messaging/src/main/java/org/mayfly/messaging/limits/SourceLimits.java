package org.mayfly.messaging.limits;

import jakarta.ejb.Local;

/**
 * Limits per source address, in memory only, under an HMAC key made at start (P8.1): the address is never stored or
 * logged.
 */
@Local
public interface SourceLimits {

    /** @throws org.mayfly.messaging.refusal.RefusedException rate-limited with a retry-after */
    void count(Limit limit, String sourceAddress);

    /** Limits per source address; {@code docs/limits.md} lists them all. */
    enum Limit {
        CONNECTION,
        LOG_IN,
        INVITATION,
        ENROLMENT,
        RECOVERY,
        SIGN_IN,
        API
    }
}
