package org.mayfly.admin.signin;

/** What signing in needs of the request. */
public interface Doorway {

    /** Counted by the limits and forgotten; never stored or logged. */
    String sourceAddress();

    /** Gives the session a new id, so that one known before signing in is worth nothing. */
    void changeSessionId();

    /** Ends the session and all it holds. */
    void endSession();
}
