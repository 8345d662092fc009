package org.mayfly.messaging.health;

import org.mayfly.messaging.config.ServerSettings;
import org.mayfly.messaging.signal.Level;
import org.mayfly.messaging.signal.Part;
import org.mayfly.messaging.signal.Signals;

import java.time.Clock;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Signals that belong to no feature: the database's pulse, the disk, the heap. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Vitals {

    private final Signals signals;
    private final DatabasePulse database;
    private final ServerSettings settings;
    private final Clock clock;

    @Inject
    public Vitals(Signals signals, DatabasePulse database, ServerSettings settings, Clock clock) {
        this.signals = signals;
        this.database = database;
        this.settings = settings;
        this.clock = clock;
    }

    @PostConstruct
    void watch() {
        var runtime = Runtime.getRuntime();
        var data = settings.state().toFile();
        double started = clock.millis() / 1000.0;
        signals.watch(Level.STARTED_TIMESTAMP_SECONDS, () -> started);
        signals.watch(Level.HEAP_BYTES, () -> runtime.totalMemory() - runtime.freeMemory());
        signals.watch(Level.HEAP_LIMIT_BYTES, runtime::maxMemory);
        signals.watch(Level.DATA_FREE_BYTES, data::getUsableSpace);
        signals.watch(Part.DISK, () -> data.getUsableSpace() >= Part.LEAST_FREE_BYTES);
        signals.watch(Part.DATABASE, database::answeredLately);
        ask();
    }

    @Schedule(hour = "*", minute = "*", second = "*/5", persistent = false)
    void ask() {
        database.answersNow();
    }
}
