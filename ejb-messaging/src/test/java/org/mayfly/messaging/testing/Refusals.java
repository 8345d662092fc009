package org.mayfly.messaging.testing;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.RefusedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Asserts refusals by their code. */
public final class Refusals {

    private Refusals() {}

    public static void assertRefused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo(reason.code()));
    }
}
