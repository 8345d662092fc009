package org.mayfly.messaging.limits;

import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.config.Setting;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.Bytes;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/**
 * Fixed windows of a minute, in memory. An address is replaced by its HMAC under a key made at start, in which limit and
 * address both are: what is in memory can't be turned back without that key, and ends with the process.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SourceLimitsBean implements SourceLimits {

    private static final Duration WINDOW = Duration.ofMinutes(1);
    /** Beyond this many sources in one window new ones share one count, so that memory is bounded. */
    private static final int MOST_SOURCES = 100_000;

    private static final Bytes OVERFLOW = Bytes.empty();

    private final Map<Bytes, Integer> used = new ConcurrentHashMap<>();
    private final SecretKeySpec key;
    private final Limits limits;
    private final Clock clock;
    private Instant windowEnds = Instant.EPOCH;

    @Inject
    public SourceLimitsBean(Limits limits, Clock clock, SecureRandom random) {
        this.limits = limits;
        this.clock = clock;
        var secret = new byte[32];
        random.nextBytes(secret);
        this.key = new SecretKeySpec(secret, "HmacSHA256");
    }

    @Override
    public void count(Limit limit, String sourceAddress) {
        var now = clock.instant();
        var ends = window(now);
        var source = keyed(limit, sourceAddress);
        if (!used.containsKey(source) && used.size() >= MOST_SOURCES) {
            source = OVERFLOW;
        }
        if (used.merge(source, 1, Integer::sum) > limits.of(setting(limit))) {
            throw Reason.RATE_LIMITED.refusedUntil(Duration.between(now, ends));
        }
    }

    private synchronized Instant window(Instant now) {
        if (!now.isBefore(windowEnds) || windowEnds.isAfter(now.plus(WINDOW))) {
            used.clear();
            windowEnds = now.plus(WINDOW);
        }
        return windowEnds;
    }

    private Bytes keyed(Limit limit, String sourceAddress) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update((byte) limit.ordinal());
            return Bytes.of(mac.doFinal(sourceAddress.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Setting setting(Limit limit) {
        return switch (limit) {
            case CONNECTION -> Setting.SOURCE_CONNECTIONS;
            case LOG_IN -> Setting.SOURCE_LOG_INS;
            case INVITATION -> Setting.SOURCE_INVITATIONS;
            case ENROLMENT -> Setting.SOURCE_ENROLMENTS;
            case RECOVERY -> Setting.SOURCE_RECOVERIES;
            case SIGN_IN -> Setting.SOURCE_SIGN_INS;
            case API -> Setting.SOURCE_API_CALLS;
        };
    }
}
