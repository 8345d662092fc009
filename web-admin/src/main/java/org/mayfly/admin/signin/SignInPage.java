package org.mayfly.admin.signin;

import org.jspecify.annotations.Nullable;
import org.mayfly.admin.words.Notes;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.Administrators;
import org.mayfly.messaging.limits.SourceLimits;
import org.mayfly.messaging.limits.SourceLimits.Limit;
import org.mayfly.messaging.refusal.RefusedException;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Signs in with name, password and one-time code together, so that a wrong one of them is not told apart. */
@Named("signIn")
@RequestScoped
public class SignInPage {

    private final Administrators administrators;
    private final SourceLimits limits;
    private final Doorway doorway;
    private final Entrance entrance;
    private final Notes notes;

    private String name = "";
    private String password = "";
    private String code = "";
    private String to = "";

    @Inject
    public SignInPage(
            Administrators administrators, SourceLimits limits, Doorway doorway, Entrance entrance, Notes notes) {
        this.administrators = administrators;
        this.limits = limits;
        this.doorway = doorway;
        this.entrance = entrance;
        this.notes = notes;
    }

    /** For the container's proxy. */
    @SuppressWarnings("NullAway")
    protected SignInPage() {
        this(null, null, null, null, null);
    }

    /** Where to go next; nowhere when refused. */
    public @Nullable String enter() {
        try (var secret = Credentials.secret(password)) {
            limits.count(Limit.SIGN_IN, doorway.sourceAddress());
            var actor = administrators.signIn(new Actor.Anonymous(), name.strip(), secret, Credentials.digits(code));
            entrance.admit(actor);
        } catch (RefusedException refused) {
            notes.refused("signIn:password", refused.refusal());
            return null;
        }
        return Page.at("/" + to)
                .filter(Page::signedInOnly)
                .map(page -> page.path() + "?faces-redirect=true&resumed=1")
                .orElseGet(Page.OVERVIEW::redirect);
    }

    public String leave() {
        doorway.endSession();
        return Page.SIGN_IN.path() + "?faces-redirect=true&left=1";
    }

    /** Whether the server still waits for its first administrator. */
    public boolean isSetupOpen() {
        return administrators.setupIsOpen();
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    public String getCode() {
        return code;
    }

    public void setCode(String code) {
        this.code = code;
    }

    public String getTo() {
        return to;
    }

    public void setTo(@Nullable String to) {
        this.to = to == null ? "" : to;
    }
}
