package org.mayfly.messaging.user;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.audit.AuditTrail;
import org.mayfly.messaging.audit.Facts;
import org.mayfly.messaging.database.AfterCommit;

import java.util.Locale;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;

/** Tells the audit, and after the commit the connections, what became of a user. */
@Dependent
class UserEvents {

    private final AuditTrail audit;
    private final AfterCommit afterCommit;
    private final Event<Users.UserSuspended> suspensions;

    @Inject
    UserEvents(AuditTrail audit, AfterCommit afterCommit, Event<Users.UserSuspended> suspensions) {
        this.audit = audit;
        this.afterCommit = afterCommit;
        this.suspensions = suspensions;
    }

    void invited(Actor actor, StoredUser user, Users.Invitation invitation, boolean renewed) {
        audit.record(
                actor,
                renewed ? "user.invite-again" : "user.invite",
                user.id().toString(),
                renewed ? facts(user) : Facts.NONE,
                Facts.of("network", user.network())
                        .and("name", user.name())
                        .and("invitationExpires", invitation.expires().toEpochMilli())
                        .json());
    }

    void suspended(Actor actor, StoredUser before, StoredUser after) {
        changed(actor, "user.suspend", before, after);
        afterCommit.run(() -> suspensions.fire(new Users.UserSuspended(after.network(), after.id())));
    }

    void resumed(Actor actor, StoredUser before, StoredUser after) {
        changed(actor, "user.resume", before, after);
    }

    private void changed(Actor actor, String action, StoredUser before, StoredUser after) {
        audit.record(actor, action, after.id().toString(), facts(before), facts(after));
    }

    private static String facts(StoredUser user) {
        return Facts.of("network", user.network())
                .and("name", user.name())
                .and("state", user.state().name().toLowerCase(Locale.ROOT))
                .json();
    }
}
