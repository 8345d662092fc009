package org.mayfly.client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mayfly.client.problem.Problem;
import org.mayfly.client.problem.ProblemException;

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class RedialTest {

    @ParameterizedTest
    @ValueSource(strings = {"taken-over", "suspended", "clock-off", "untrusted-certificate", "wrong-server"})
    void what_does_not_pass_by_itself_is_not_dialled_again(String code) {
        assertThat(Redial.mayHelp(Problem.refused(code))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"busy", "rate-limited", "internal", "unauthenticated", "internal-client"})
    void what_may_pass_is_dialled_again(String code) {
        assertThat(Redial.mayHelp(Problem.refused(code))).isTrue();
    }

    @Test
    void a_server_that_can_not_tell_who_calls_is_dialled_until_it_can() throws InterruptedException {
        var attempts = new CountDownLatch(3);
        try (var redial = new Redial(
                () -> {
                    attempts.countDown();
                    if (attempts.getCount() > 0) {
                        throw new ProblemException(Problem.refused("unauthenticated"), new IllegalStateException());
                    }
                },
                new Random(1))) {
            redial.now();
            assertThat(attempts.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }
}
