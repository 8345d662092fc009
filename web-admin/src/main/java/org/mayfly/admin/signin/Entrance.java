package org.mayfly.admin.signin;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.Administrators;

import java.time.Clock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The one way in: puts an authenticated administrator into a session with a new id. */
@ApplicationScoped
public class Entrance {

    private final SignedIn signedIn;
    private final Administrators administrators;
    private final Doorway doorway;
    private final Clock clock;

    @Inject
    public Entrance(SignedIn signedIn, Administrators administrators, Doorway doorway, Clock clock) {
        this.signedIn = signedIn;
        this.administrators = administrators;
        this.doorway = doorway;
        this.clock = clock;
    }

    /** For the container's proxy. */
    @SuppressWarnings("NullAway")
    protected Entrance() {
        this(null, null, null, null);
    }

    public void admit(Actor.Administrator actor) {
        doorway.changeSessionId();
        signedIn.enter(actor, administrators.nameOf(actor), clock.instant());
    }
}
