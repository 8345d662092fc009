package org.mayfly.admin.signin;

import org.jspecify.annotations.Nullable;
import org.mayfly.messaging.access.Actor;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import jakarta.enterprise.context.SessionScoped;
import jakarta.inject.Named;

/**
 * The administrator of this session, if any. Ends 12 hours after sign-in at the latest; the container ends it after 15
 * idle minutes.
 */
@Named("signedIn")
@SessionScoped
public class SignedIn implements Serializable {

    static final Duration LONGEST = Duration.ofHours(12);

    private static final long serialVersionUID = 1L;

    private @Nullable UUID administrator;
    private String name = "";
    private Instant since = Instant.EPOCH;

    void enter(Actor.Administrator actor, String administratorName, Instant now) {
        administrator = actor.id();
        name = administratorName;
        since = now;
    }

    boolean present(Instant now) {
        return administrator != null && now.isBefore(since.plus(LONGEST));
    }

    /**
     * On whose behalf the pages of this session act.
     *
     * @throws IllegalStateException if nobody is signed in: the gate lets no such request through
     */
    public Actor.Administrator actor() {
        if (administrator == null) {
            throw new IllegalStateException("nobody is signed in");
        }
        return new Actor.Administrator(administrator);
    }

    public String getName() {
        return name;
    }
}
