package org.mayfly.client.session;

import org.mayfly.client.mail.Inbox;

import java.util.List;
import java.util.Optional;

/** Tells of messages that did not come, once of each, over restarts too. On the session's thread only. */
final class Gaps {

    private final Desk desk;
    private final Inbox inbox;
    private final SessionEvents events;

    Gaps(Desk desk, Inbox inbox, SessionEvents events) {
        this.desk = desk;
        this.inbox = inbox;
        this.events = events;
    }

    /** @param drained while connected, all that waited having come: what is missing is not on its way */
    void tell(boolean drained) {
        var now = desk.now();
        for (var missing : desk.protocol().missing(drained, now)) {
            var notice = inbox.warning("gap", Optional.of(missing.from()), missing.count(), now);
            desk.store().commit(missing.told().and(List.of(notice)));
            events.arrived();
        }
    }
}
