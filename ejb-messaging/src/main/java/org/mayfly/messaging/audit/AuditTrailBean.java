package org.mayfly.messaging.audit;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.Operation;
import org.mayfly.messaging.database.Jdbc;

import java.time.Clock;
import java.util.List;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** The chained audit events of PostgreSQL: see {@code audit_append} in the schema. */
@Stateless
public class AuditTrailBean implements AuditTrail {

    private static final int PAGE = 1_000;

    private final JdbcAuditEvents events;
    private final Clock clock;

    @Inject
    public AuditTrailBean(Jdbc jdbc, Clock clock) {
        this.events = new JdbcAuditEvents(jdbc);
        this.clock = clock;
    }

    /** Only inside the transaction of the change. */
    @Override
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public void record(Actor actor, String action, String subject, String before, String after) {
        events.append(clock.instant(), name(actor), action, subject, before, after);
    }

    @Override
    public List<Event> list(Actor actor, long afterSequence) {
        Operation.READ_AUDIT.check(actor);
        return events.list(afterSequence, PAGE);
    }

    @Override
    public List<Event> newest(Actor actor, long beforeSequence, int limit) {
        Operation.READ_AUDIT.check(actor);
        return events.newest(beforeSequence, Math.max(1, Math.min(limit, PAGE)));
    }

    private static String name(Actor actor) {
        if (actor instanceof Actor.Administrator administrator) {
            return "administrator:" + administrator.id();
        } else if (actor instanceof Actor.ApiToken token) {
            return "token:" + token.id();
        } else if (actor instanceof Actor.Scraper scraper) {
            return "token:" + scraper.id();
        } else if (actor instanceof Actor.Device device) {
            return "device:" + device.device();
        } else if (actor instanceof Actor.Returned person) {
            return "user:" + person.user();
        }
        return "anonymous";
    }
}
