package org.mayfly.admin.setup;

import org.jspecify.annotations.Nullable;
import org.mayfly.admin.signin.Credentials;
import org.mayfly.admin.signin.Doorway;
import org.mayfly.admin.signin.Entrance;
import org.mayfly.admin.signin.Page;
import org.mayfly.admin.words.Notes;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.Administrators;
import org.mayfly.messaging.access.Administrators.PasswordStrength;
import org.mayfly.messaging.access.Administrators.TotpEnrolment;
import org.mayfly.messaging.limits.SourceLimits;
import org.mayfly.messaging.limits.SourceLimits.Limit;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.Refusal;
import org.mayfly.messaging.refusal.RefusedException;
import org.mayfly.protocol.value.SecretBytes;

import java.io.Serializable;
import jakarta.annotation.PreDestroy;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/**
 * Two steps: name and password, then the one-time code of the app that scanned the secret. Between them the password is
 * kept with the view, in memory, and erased with it.
 */
@Named("setUp")
@ViewScoped
public class SetUpPage implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final PasswordStrength NOTHING_TYPED = new PasswordStrength(0, false);

    private final Administrators administrators;
    private final SourceLimits limits;
    private final Doorway doorway;
    private final Entrance entrance;
    private final Notes notes;

    private String setupCode = "";
    private String name = "";
    private String code = "";
    private SecretBytes password = Credentials.secret("");
    private PasswordStrength strength = NOTHING_TYPED;
    private @Nullable TotpEnrolment enrolment;

    @Inject
    public SetUpPage(
            Administrators administrators, SourceLimits limits, Doorway doorway, Entrance entrance, Notes notes) {
        this.administrators = administrators;
        this.limits = limits;
        this.doorway = doorway;
        this.entrance = entrance;
        this.notes = notes;
    }

    /** For the container's proxy. */
    @SuppressWarnings("NullAway")
    protected SetUpPage() {
        this(null, null, null, null, null);
    }

    public boolean isOpen() {
        return administrators.setupIsOpen();
    }

    /** Judges what has been typed so far. */
    public void judge() {
        strength = password.length() == 0 ? NOTHING_TYPED : administrators.strength(password, name.strip());
    }

    /** From name and password to the secret for the authenticator app. */
    public void begin() {
        judge();
        if (!strength.accepted()) {
            notes.refused("setUp:password", new Refusal.Plain(Reason.WEAK_PASSWORD));
            return;
        }
        try {
            limits.count(Limit.SIGN_IN, doorway.sourceAddress());
            enrolment = administrators.beginSetup(new Actor.Anonymous(), setupCode.strip(), name.strip());
        } catch (RefusedException refused) {
            notes.refused(blamed(refused.refusal()), refused.refusal());
        }
    }

    /** Makes the administrator and signs in. */
    public @Nullable String complete() {
        try {
            limits.count(Limit.SIGN_IN, doorway.sourceAddress());
            var actor = administrators.completeSetup(
                    new Actor.Anonymous(), setupCode.strip(), name.strip(), password, Credentials.digits(code));
            forget();
            entrance.admit(actor);
            return Page.OVERVIEW.redirect();
        } catch (RefusedException refused) {
            if (refused.refusal().code().equals(Reason.WRONG_CREDENTIALS.code())) {
                notes.wrong("confirm:code", "set-up.code.wrong");
            } else {
                notes.refused("confirm:code", refused.refusal());
            }
            return null;
        }
    }

    /** Back to the first step; a fresh secret will be made. */
    public void back() {
        enrolment = null;
        code = "";
    }

    @PreDestroy
    void forget() {
        password.destroy();
        enrolment = null;
    }

    private static String blamed(Refusal refusal) {
        return refusal.code().equals(Reason.NAME_UNUSABLE.code()) ? "setUp:name" : "setUp:setupCode";
    }

    public boolean isEnrolling() {
        return enrolment != null;
    }

    public String getPicture() {
        return enrolment == null ? "" : QrPicture.of(enrolment.uri().toString());
    }

    /** The secret in groups of four, as people copy it. */
    public String getSecret() {
        return enrolment == null ? "" : enrolment.secretInBase32().replaceAll("(.{4})(?=.)", "$1 ");
    }

    /** Whether there is something to judge. */
    public boolean isPasswordTyped() {
        return password.length() > 0;
    }

    public PasswordStrength getStrength() {
        return strength;
    }

    public String getSetupCode() {
        return setupCode;
    }

    public void setSetupCode(String setupCode) {
        this.setupCode = setupCode;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    /** Never shown again. */
    public String getPassword() {
        return "";
    }

    public void setPassword(@Nullable String typed) {
        password.destroy();
        password = Credentials.secret(typed == null ? "" : typed);
    }

    public String getCode() {
        return code;
    }

    public void setCode(String code) {
        this.code = code;
    }
}
