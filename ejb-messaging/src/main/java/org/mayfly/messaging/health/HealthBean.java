package org.mayfly.messaging.health;

import org.mayfly.messaging.health.Monitoring.Report;
import org.mayfly.messaging.signal.Part;
import org.mayfly.messaging.signal.Signals;

import java.util.EnumMap;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Looks at the parts. Without a transaction: a failure is an answer here, not a roll-back. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class HealthBean implements Health {

    private final Signals signals;
    private final DatabasePulse database;

    @Inject
    public HealthBean(Signals signals, DatabasePulse database) {
        this.signals = signals;
        this.database = database;
    }

    @Override
    public boolean isLive() {
        return Report.of(signals.parts()).live();
    }

    /** The database is asked now: who waits for this server wants to know no sooner and no later. */
    @Override
    public boolean isReady() {
        var parts = new EnumMap<>(signals.parts());
        parts.put(Part.DATABASE, database.answersNow());
        return Report.of(parts).ready();
    }
}
