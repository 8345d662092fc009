package org.mayfly.admin.signin;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Every page of the portal, and who may open it. What is not here does not exist. */
public enum Page {
    SIGN_IN(false),
    SET_UP(false),
    NOT_FOUND(false),
    PROBLEM(false),
    OVERVIEW(true),
    NETWORKS(true),
    PEOPLE(true),
    EPHEMERALITY(true),
    TOKENS(true),
    AUDIT(true);

    private final boolean signedInOnly;

    Page(boolean signedInOnly) {
        this.signedInOnly = signedInOnly;
    }

    public boolean signedInOnly() {
        return signedInOnly;
    }

    /** Beneath the context root: {@code /sign-in}. */
    public String path() {
        return "/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Where an action leads to by a redirect. */
    public String redirect() {
        return path() + "?faces-redirect=true";
    }

    static Optional<Page> at(String path) {
        return Arrays.stream(values()).filter(page -> page.path().equals(path)).findFirst();
    }
}
