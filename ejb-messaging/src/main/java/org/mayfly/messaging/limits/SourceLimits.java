package org.mayfly.messaging.limits;

import org.mayfly.protocol.value.Bytes;

import jakarta.ejb.Local;

/**
 * Limits per source address, in memory only, under an HMAC key made at start (P8.1): the address is never stored or
 * logged.
 */
@Local
public interface SourceLimits {

    /** @throws org.mayfly.messaging.refusal.RefusedException rate-limited with a retry-after */
    default void count(Limit limit, String sourceAddress) {
        count(limit, sourceAddress, Bytes.empty());
    }

    /**
     * What a source does to one account: the two together are counted, so that one source can't use up what all have.
     *
     * @throws org.mayfly.messaging.refusal.RefusedException rate-limited with a retry-after
     */
    void count(Limit limit, String sourceAddress, Bytes account);

    /** Limits per source address; {@code docs/limits.md} lists them all. */
    enum Limit {
        CONNECTION,
        LOG_IN,
        INVITATION,
        ENROLMENT,
        RECOVERY,
        ACCOUNT,
        ACCOUNT_DAILY,
        SIGN_IN,
        SCRAPE,
        API
    }
}
