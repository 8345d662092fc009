package org.mayfly.protocol.client.fuzz;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** A fuzz test that has to have accepted something, too: else its inputs no longer reach behind the first refusal. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ParserFuzzing {

    private long accepted;

    /** Counts what was accepted. */
    final <T> Optional<T> counted(Optional<T> outcome) {
        outcome.ifPresent(value -> accepted++);
        return outcome;
    }

    @AfterAll
    void something_genuine_was_accepted() {
        assertThat(accepted).as("accepted inputs").isPositive();
    }
}
