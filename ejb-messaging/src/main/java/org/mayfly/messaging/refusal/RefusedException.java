package org.mayfly.messaging.refusal;

import java.util.Optional;
import jakarta.ejb.ApplicationException;

/** Carries a {@link Refusal} out of a bean; the transaction is rolled back. */
@ApplicationException(rollback = true)
public class RefusedException extends RuntimeException implements Refusing {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
        super(refusal.code(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }

    @Override
    public Optional<Refusal> asRefusal() {
        return Optional.of(refusal);
    }
}
