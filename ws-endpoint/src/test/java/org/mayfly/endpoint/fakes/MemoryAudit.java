package org.mayfly.endpoint.fakes;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.audit.AuditTrail;

import java.util.List;

/** One event, in memory. */
public final class MemoryAudit implements AuditTrail {

    @Override
    public void record(Actor actor, String action, String subject, String before, String after) {}

    @Override
    public List<Event> list(Actor actor, long afterSequence) {
        return afterSequence >= 5
                ? List.of()
                : List.of(new Event(5, MemoryNetwork.TIME, "token", "network.create", "s", "{}", "{\"name\":\"K\"}"));
    }

    @Override
    public List<Event> newest(Actor actor, long beforeSequence, int limit) {
        return list(actor, 0);
    }
}
