package org.mayfly.messaging.audit;

import org.mayfly.messaging.access.Actor;

import java.time.Instant;
import java.util.List;
import jakarta.ejb.Local;

/** Reads and writes audit events. An event is written in the transaction of the change it tells of. */
@Local
public interface AuditTrail {

    /**
     * @param action a stable code such as {@code network.create}
     * @param subject id of what was changed
     * @param before JSON object, {@code {}} where there was nothing
     * @param after JSON object
     */
    void record(Actor actor, String action, String subject, String before, String after);

    /** Oldest first, at most 1,000. */
    List<Event> list(Actor actor, long afterSequence);

    /**
     * The page a person reads: newest first, those before a sequence.
     *
     * @param beforeSequence {@link Long#MAX_VALUE} for the newest
     * @param limit 1 to 1,000
     */
    List<Event> newest(Actor actor, long beforeSequence, int limit);

    record Event(
            long sequence, Instant time, String actor, String action, String subject, String before, String after) {}
}
