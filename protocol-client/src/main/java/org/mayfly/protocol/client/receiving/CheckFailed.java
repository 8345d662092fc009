package org.mayfly.protocol.client.receiving;

import org.mayfly.protocol.client.Check;

/** A numbered check that did not pass. Carries no data of the envelope. */
public final class CheckFailed extends Exception {

    private static final long serialVersionUID = 1L;

    private final Check check;
    private final boolean silent;

    private CheckFailed(Check check, boolean silent) {
        super(check.code());
        this.check = check;
        this.silent = silent;
    }

    static CheckFailed visibly(Check check) {
        return new CheckFailed(check, false);
    }

    static CheckFailed silently(Check check) {
        return new CheckFailed(check, true);
    }

    static void require(boolean holds, Check check) throws CheckFailed {
        if (!holds) {
            throw visibly(check);
        }
    }

    public Check check() {
        return check;
    }

    /** Drop and acknowledge without showing it. */
    public boolean silent() {
        return silent;
    }
}
