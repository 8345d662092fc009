package org.mayfly.messaging.health;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.ApiTokens;
import org.mayfly.messaging.access.Operation;
import org.mayfly.messaging.crypto.Hashes;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.RefusedException;
import org.mayfly.messaging.signal.Signals;

import java.time.Duration;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Tells what {@link Signals} knows to who may hear it. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class MonitoringBean implements Monitoring {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ApiTokens tokens;
    private final KnownScrapers known;
    private final DatabasePulse database;
    private final Signals signals;

    @Inject
    public MonitoringBean(ApiTokens tokens, KnownScrapers known, DatabasePulse database, Signals signals) {
        this.tokens = tokens;
        this.known = known;
        this.database = database;
        this.signals = signals;
    }

    @Override
    public Actor authenticate(String token) {
        var hash = Hashes.sha256(token);
        if (!database.answeredLately()) {
            return known.find(hash).orElseThrow(() -> Reason.BUSY.refusedUntil(RETRY_AFTER));
        }
        try {
            var actor = tokens.authenticate(token);
            if (actor instanceof Actor.Scraper scraper) {
                known.remember(hash, scraper);
            }
            return actor;
        } catch (RefusedException refused) {
            known.forget(hash);
            throw refused;
        } catch (RuntimeException away) {
            return known.find(hash).orElseThrow(() -> Reason.BUSY.refusedUntil(RETRY_AFTER));
        }
    }

    @Override
    public byte[] metrics(Actor actor) {
        Operation.READ_METRICS.check(actor);
        return signals.text();
    }

    @Override
    public Report health(Actor actor) {
        Operation.READ_METRICS.check(actor);
        return Report.of(signals.parts());
    }
}
