package org.mayfly.messaging.refusal;

import jakarta.ejb.ApplicationException;

/** Carries a {@link Refusal} out of a bean; the transaction is rolled back. */
@ApplicationException(rollback = true)
public class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
        super(refusal.code(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
