package org.mayfly.admin.audit;

import org.jspecify.annotations.Nullable;
import org.mayfly.admin.signin.SignedIn;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.Administrators;
import org.mayfly.messaging.audit.AuditTrail;
import org.mayfly.messaging.audit.AuditTrail.Event;
import org.mayfly.messaging.network.Networks;
import org.mayfly.messaging.network.Networks.Network;
import org.mayfly.messaging.refusal.RefusedException;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** The audit trail, newest first, a bounded part of it at a time. */
@Named("audit")
@ViewScoped
public class AuditPage implements Serializable {

    static final int PART = 200;

    private static final String ADMINISTRATOR = "administrator:";

    private static final long serialVersionUID = 1L;

    private final SignedIn signedIn;
    private final AuditTrail trail;
    private final Administrators administrators;
    private final Networks networks;
    private final AuditWords words;

    private transient @Nullable List<Event> rows;
    private transient @Nullable Map<String, String> networkNames;
    private final Map<String, String> names = new HashMap<>();
    private long before = Long.MAX_VALUE;

    @Inject
    public AuditPage(
            SignedIn signedIn, AuditTrail trail, Administrators administrators, Networks networks, AuditWords words) {
        this.signedIn = signedIn;
        this.trail = trail;
        this.administrators = administrators;
        this.networks = networks;
        this.words = words;
    }

    /** For the container's proxy. */
    @SuppressWarnings("NullAway")
    protected AuditPage() {
        this(null, null, null, null, null);
    }

    public List<Event> getRows() {
        if (rows == null) {
            rows = new ArrayList<>(trail.newest(signedIn.actor(), before, PART));
        }
        return rows;
    }

    /** An administrator's name; any other actor in words. */
    public String who(Event event) {
        var kind = words.actor(event);
        return event.actor().startsWith(ADMINISTRATOR)
                ? names.computeIfAbsent(words.actorId(event), id -> name(id, kind))
                : kind;
    }

    /** The name of what was changed: as recorded, else a network's present one, else the administrator's own. */
    public String subject(Event event) {
        var recorded = words.nameIn(event);
        if (!recorded.isEmpty()) {
            return recorded;
        }
        return event.subject().equals(words.actorId(event))
                ? who(event)
                : networkNames().getOrDefault(event.subject(), "");
    }

    /** Values that differ between before and after, a line each. */
    public List<String> changes(Event event) {
        return words.changes(event, id -> networkNames().getOrDefault(id, id));
    }

    private Map<String, String> networkNames() {
        if (networkNames == null) {
            networkNames = networks.list(signedIn.actor()).stream()
                    .collect(Collectors.toMap(network -> network.id().toString(), Network::name));
        }
        return networkNames;
    }

    private String name(String id, String otherwise) {
        try {
            return administrators.nameOf(new Actor.Administrator(UUID.fromString(id)));
        } catch (RefusedException gone) {
            return otherwise;
        }
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
