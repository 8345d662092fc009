package org.mayfly.messaging.limits;

import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.config.Setting;
import org.mayfly.protocol.value.Bytes;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/**
 * Fixed windows, in memory, one for each limit: who fills one up takes nothing from another. A source is replaced by its
 * HMAC under a key made at start, in which limit, address and account are: what is in memory can't be turned back without
 * that key, and ends with the process.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SourceLimitsBean implements SourceLimits {

    private final Map<Limit, FixedWindow> windows = new EnumMap<>(Limit.class);
    private final SecretKeySpec key;
    private final Limits limits;
    private final Clock clock;

    @Inject
    public SourceLimitsBean(Limits limits, Clock clock, SecureRandom random) {
        this.limits = limits;
        this.clock = clock;
        for (var limit : Limit.values()) {
            windows.put(limit, new FixedWindow(length(limit)));
        }
        var secret = new byte[32];
        random.nextBytes(secret);
        this.key = new SecretKeySpec(secret, "HmacSHA256");
    }

    @Override
    public void count(Limit limit, String sourceAddress) {
        count(limit, sourceAddress, Bytes.empty());
    }

    @Override
    public void count(Limit limit, String sourceAddress, Bytes account) {
        var most = limits.of(setting(limit));
        Objects.requireNonNull(windows.get(limit))
                .count(keyed(limit, Source.of(sourceAddress), account), most, clock.instant());
    }

    private Bytes keyed(Limit limit, Source source, Bytes account) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update((byte) limit.ordinal());
            mac.update((byte) account.length());
            mac.update(account.toArray());
            return Bytes.of(mac.doFinal(source.text().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Duration length(Limit limit) {
        return switch (limit) {
            case ACCOUNT -> Duration.ofHours(1);
            case ACCOUNT_DAILY -> Duration.ofDays(1);
            case CONNECTION, LOG_IN, INVITATION, ENROLMENT, RECOVERY, SIGN_IN, SCRAPE, API -> Duration.ofMinutes(1);
        };
    }

    private static Setting setting(Limit limit) {
        return switch (limit) {
            case CONNECTION -> Setting.SOURCE_CONNECTIONS;
            case LOG_IN -> Setting.SOURCE_LOG_INS;
            case INVITATION -> Setting.SOURCE_INVITATIONS;
            case ENROLMENT -> Setting.SOURCE_ENROLMENTS;
            case RECOVERY -> Setting.SOURCE_RECOVERIES;
            case ACCOUNT -> Setting.SOURCE_ACCOUNT;
            case ACCOUNT_DAILY -> Setting.SOURCE_ACCOUNT_DAILY;
            case SIGN_IN -> Setting.SOURCE_SIGN_INS;
            case SCRAPE -> Setting.SOURCE_SCRAPES;
            case API -> Setting.SOURCE_API_CALLS;
        };
    }
}
