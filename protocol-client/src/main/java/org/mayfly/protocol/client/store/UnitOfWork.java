package org.mayfly.protocol.client.store;

import java.util.ArrayList;
import java.util.List;

/** Changes that become durable together or not at all. Order matters only among changes of the same record. */
public record UnitOfWork(List<Change> changes) {

    private static final UnitOfWork NOTHING = new UnitOfWork(List.of());

    public UnitOfWork {
        changes = List.copyOf(changes);
    }

    public static UnitOfWork of(List<Change> changes) {
        return new UnitOfWork(changes);
    }

    public static UnitOfWork nothing() {
        return NOTHING;
    }

    /** This unit and more, such as what the application stores in the same step. */
    public UnitOfWork and(List<? extends Change> more) {
        var all = new ArrayList<>(changes);
        all.addAll(more);
        return new UnitOfWork(all);
    }

    /** Visits every change in order. */
    public void applyTo(Change.Target target) {
        changes.forEach(change -> change.applyTo(target));
    }
}
