package org.mayfly.admin.user;

import org.jspecify.annotations.Nullable;
import org.mayfly.admin.network.NetworkInView;
import org.mayfly.admin.signin.SignedIn;
import org.mayfly.admin.words.Notes;
import org.mayfly.messaging.identity.Identities;
import org.mayfly.messaging.refusal.RefusedException;
import org.mayfly.messaging.user.Users;
import org.mayfly.messaging.user.Users.Invitation;
import org.mayfly.messaging.user.Users.State;
import org.mayfly.messaging.user.Users.User;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** The people of the network in view. An invitation is held only until its dialog is closed. */
@Named("people")
@ViewScoped
public class PeoplePage implements Serializable {

    private static final long serialVersionUID = 1L;

    private final SignedIn signedIn;
    private final NetworkInView network;
    private final Users users;
    private final Identities identities;
    private final Notes notes;

    private transient @Nullable List<User> all;
    private transient @Nullable List<User> rows;
    private transient @Nullable Invitation invitation;
    private transient @Nullable User chosen;
    private String search = "";
    private String stateFilter = "";
    private String name = "";
    private String typedName = "";

    @Inject
    public PeoplePage(SignedIn signedIn, NetworkInView network, Users users, Identities identities, Notes notes) {
        this.signedIn = signedIn;
        this.network = network;
        this.users = users;
        this.identities = identities;
        this.notes = notes;
    }

    /** For the container's proxy. */
    @SuppressWarnings("NullAway")
    protected PeoplePage() {
        this(null, null, null, null, null);
    }

    public boolean isNobody() {
        return all().isEmpty();
    }

    public int getCount() {
        return all().size();
    }

    /** What the search and the state let through; sorted by the table in place. */
    public List<User> getRows() {
        if (rows == null) {
            var wanted = search.strip().toLowerCase(Locale.ROOT);
            rows = new ArrayList<>(all().stream()
                    .filter(user -> user.name().contains(wanted))
                    .filter(user -> stateFilter.isEmpty() || user.state().name().equals(stateFilter))
                    .toList());
        }
        return rows;
    }

    /** The search or the state has changed. */
    public void filter() {
        rows = null;
    }

    public void invite() {
        inviteBy(name.strip(), "invite:name");
    }

    /** A new link for somebody who has not enrolled yet; the old one ends. */
    public void inviteAgain(User user) {
        inviteBy(user.name(), "invite:name");
    }

    /** The dialog was closed: the link can't be shown again. */
    public void forgetInvitation() {
        invitation = null;
        name = "";
    }

    public void choose(User user) {
        chosen = user;
        typedName = "";
    }

    public void suspend() {
        if (chosen == null) {
            return;
        }
        if (!isTheName(chosen)) {
            notes.wrong("suspend:typedName", "people.suspend.mismatch", chosen.name());
            return;
        }
        try {
            users.suspend(signedIn.actor(), network.id(), chosen.id());
            notes.done("people.suspended", chosen.name());
            reload();
        } catch (RefusedException refused) {
            notes.refused("suspend:typedName", refused.refusal());
        }
    }

    /** Ends the identity of the chosen person; the new invitation is shown as that of an invited one. */
    public void endIdentity() {
        if (chosen == null) {
            return;
        }
        if (!isTheName(chosen)) {
            notes.wrong("end:typedName", "people.end.mismatch", chosen.name());
            return;
        }
        try {
            invitation = identities.end(signedIn.actor(), network.id(), chosen.id());
            notes.done("people.ended", chosen.name());
            reload();
        } catch (RefusedException refused) {
            notes.refused("end:typedName", refused.refusal());
        }
    }

    private boolean isTheName(User user) {
        return typedName.strip().toLowerCase(Locale.ROOT).equals(user.name());
    }

    public void resume(User user) {
        try {
            users.resume(signedIn.actor(), network.id(), user.id());
            notes.done("people.resumed", user.name());
            reload();
        } catch (RefusedException refused) {
            notes.refused("table", refused.refusal());
        }
    }

    private void inviteBy(String person, String field) {
        try {
            invitation = users.invite(signedIn.actor(), network.id(), person);
            reload();
        } catch (RefusedException refused) {
            notes.refused(field, refused.refusal());
        }
    }

    private List<User> all() {
        if (all == null) {
            all = users.list(signedIn.actor(), network.id());
        }
        return all;
    }

    private void reload() {
        all = null;
        rows = null;
    }

    public State[] getStates() {
        return State.values();
    }

    public @Nullable Invitation getInvitation() {
        return invitation;
    }

    public @Nullable User getChosen() {
        return chosen;
    }

    public String getSearch() {
        return search;
    }

    public void setSearch(@Nullable String search) {
        this.search = search == null ? "" : search;
    }

    public String getStateFilter() {
        return stateFilter;
    }

    public void setStateFilter(@Nullable String stateFilter) {
        this.stateFilter = stateFilter == null ? "" : stateFilter;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getTypedName() {
        return typedName;
    }

    public void setTypedName(String typedName) {
        this.typedName = typedName;
    }
}
