package org.mayfly.admin.memory;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.audit.AuditTrail;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Audit events in memory. */
public class MemoryAuditTrail implements AuditTrail {

    private final List<Event> all = new ArrayList<>();

    @Override
    public void record(Actor actor, String action, String subject, String before, String after) {
        var sequence = all.size() + 1L;
        all.add(new Event(
                sequence,
                Instant.parse("2026-11-22T09:30:00Z").plusSeconds(60 * sequence),
                actor instanceof Actor.Administrator administrator ? "administrator:" + administrator.id() : "operator",
                action,
                subject,
                before,
                after));
    }

    @Override
    public List<Event> list(Actor actor, long afterSequence) {
        return all.stream()
                .filter(event -> event.sequence() > afterSequence)
                .limit(1_000)
                .toList();
    }

    @Override
    public List<Event> newest(Actor actor, long beforeSequence, int limit) {
        return all.stream()
                .filter(event -> event.sequence() < beforeSequence)
                .sorted(Comparator.comparingLong(Event::sequence).reversed())
                .limit(limit)
                .toList();
    }
}
