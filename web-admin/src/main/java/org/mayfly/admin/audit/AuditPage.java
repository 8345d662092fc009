package org.mayfly.admin.audit;

import org.jspecify.annotations.Nullable;
import org.mayfly.admin.signin.SignedIn;
import org.mayfly.messaging.audit.AuditTrail;
import org.mayfly.messaging.audit.AuditTrail.Event;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** The audit trail, newest first, a bounded part of it at a time. */
@Named("audit")
@ViewScoped
public class AuditPage implements Serializable {

    static final int PART = 200;

    private static final long serialVersionUID = 1L;

    private final SignedIn signedIn;
    private final AuditTrail trail;

    private transient @Nullable List<Event> rows;
    private long before = Long.MAX_VALUE;

    @Inject
    public AuditPage(SignedIn signedIn, AuditTrail trail) {
        this.signedIn = signedIn;
        this.trail = trail;
    }

    /** For the container's proxy. */
    @SuppressWarnings("NullAway")
    protected AuditPage() {
        this(null, null);
    }

    public List<Event> getRows() {
        if (rows == null) {
            rows = new ArrayList<>(trail.newest(signedIn.actor(), before, PART));
        }
        return rows;
    }

    public boolean isNewest() {
        return before == Long.MAX_VALUE;
    }

    /** Sequences have no gaps and begin with 1. */
    public boolean isOlderThere() {
        return !getRows().isEmpty() && oldest() > 1;
    }

    public void older() {
        before = oldest();
        rows = null;
    }

    public void newest() {
        before = Long.MAX_VALUE;
        rows = null;
    }

    private long oldest() {
        return getRows().stream().mapToLong(Event::sequence).min().orElse(before);
    }
}
