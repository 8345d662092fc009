package org.mayfly.admin.token;

import org.jspecify.annotations.Nullable;
import org.mayfly.admin.signin.SignedIn;
import org.mayfly.admin.words.Notes;
import org.mayfly.messaging.access.ApiTokens;
import org.mayfly.messaging.access.ApiTokens.Listed;
import org.mayfly.messaging.access.ApiTokens.Scope;
import org.mayfly.messaging.refusal.RefusedException;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** API tokens. A new one is held only until its dialog is closed. */
@Named("tokens")
@ViewScoped
public class TokensPage implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final int USUAL_LIFE = 30;

    private final SignedIn signedIn;
    private final ApiTokens tokens;
    private final TokenLives lives;
    private final Notes notes;

    private transient @Nullable List<Listed> rows;
    private transient @Nullable Listed chosen;
    private transient String made = "";
    private String name = "";
    private String typedName = "";
    private Scope scope = Scope.ADMIN;
    private int days = USUAL_LIFE;

    @Inject
    public TokensPage(SignedIn signedIn, ApiTokens tokens, TokenLives lives, Notes notes) {
        this.signedIn = signedIn;
        this.tokens = tokens;
        this.lives = lives;
        this.notes = notes;
    }

    /** For the container's proxy. */
    @SuppressWarnings("NullAway")
    protected TokensPage() {
        this(null, null, null, null);
    }

    /** Sorted by the table in place. */
    public List<Listed> getRows() {
        if (rows == null) {
            rows = new ArrayList<>(tokens.list(signedIn.actor()));
        }
        return rows;
    }

    public boolean expired(Listed token) {
        return lives.ended(token.expires());
    }

    public void create() {
        try {
            made = tokens.create(signedIn.actor(), name.strip(), scope, lives.endAfterDays(days));
            rows = null;
        } catch (RefusedException refused) {
            notes.refused("create:name", refused.refusal());
        }
    }

    /** The dialog was closed: the token can't be shown again. */
    public void forgetMade() {
        made = "";
        name = "";
        scope = Scope.ADMIN;
        days = USUAL_LIFE;
    }

    public void choose(Listed token) {
        chosen = token;
        typedName = "";
    }

    public void revoke() {
        if (chosen == null) {
            return;
        }
        if (!typedName.strip().equals(chosen.name())) {
            notes.wrong("revoke:typedName", "tokens.revoke.mismatch", chosen.name());
            return;
        }
        try {
            tokens.revoke(signedIn.actor(), chosen.id());
            notes.done("tokens.revoked", chosen.name());
            rows = null;
        } catch (RefusedException refused) {
            notes.refused("revoke:typedName", refused.refusal());
        }
    }

    /** Scopes on offer. */
    public Scope[] getScopes() {
        return Scope.values();
    }

    /** Lives on offer, in days. */
    public List<Integer> getLives() {
        return List.of(1, 7, USUAL_LIFE, 90, 365);
    }

    public Duration lifeOf(int lifeInDays) {
        return Duration.ofDays(lifeInDays);
    }

    public String getMade() {
        return made;
    }

    public @Nullable Listed getChosen() {
        return chosen;
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

    public Scope getScope() {
        return scope;
    }

    public void setScope(Scope scope) {
        this.scope = scope;
    }

    public int getDays() {
        return days;
    }

    public void setDays(int days) {
        this.days = days;
    }
}
