package org.mayfly.client.commandline;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mayfly.client.rest.DevicePolicy;
import org.mayfly.client.rest.Policy;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** {@code admin policy set}: what is named changes, all else stays. */
class PolicyOptionsTest {

    private static Policy policy(boolean classical) {
        var day = Duration.ofDays(1);
        return new Policy(7, day, day, day, Duration.ZERO, day, true, classical, DevicePolicy.INITIAL);
    }

    private static Policy changed(Policy policy, String... arguments) {
        var options = new AdminCommand.PolicyOptions();
        new CommandLine(options).parseArgs(arguments);
        return options.applyTo(policy);
    }

    @ParameterizedTest
    @CsvSource({"allowed, true, true", "allowed, false, true", "refused, true, false", "refused, false, false"})
    void the_classical_suite_is_set_as_it_is_named(String word, boolean before, boolean after) {
        assertThat(changed(policy(before), "--classical-suite", word)).isEqualTo(policy(after));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_is_not_named_stays(boolean classical) {
        assertThat(changed(policy(classical))).isEqualTo(policy(classical));
        var shorter = changed(policy(classical), "--expiration-minimum", "1h");
        assertThat(shorter.expirationMinimum()).isEqualTo(Duration.ofHours(1));
        assertThat(shorter.classicalSuiteAllowed()).isEqualTo(classical);
    }

    @Test
    void each_setting_of_devices_is_set_as_it_is_named_and_sent_and_read() {
        var all = changed(
                policy(true),
                "--device-approval",
                "false",
                "--devices-maximum",
                "3",
                "--last-seen",
                "allowed",
                "--recovery-key",
                "refused",
                "--identity-change-blocks",
                "false");
        assertThat(all.devices()).isEqualTo(new DevicePolicy(false, 3, true, false, false));
        assertThat(changed(all)).isEqualTo(all);
        assertThat(Policy.of(all.toJson())).isEqualTo(all);
        assertThat(changed(all, "--last-seen", "refused").devices())
                .isEqualTo(new DevicePolicy(false, 3, false, false, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "true", "Allowed", "no"})
    void another_word_is_answered_with_the_two_there_are(String word) {
        assertThatThrownBy(() -> changed(policy(true), "--classical-suite", word))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("'" + word + "' is neither allowed nor refused: write one of the two.");
    }

    @Test
    void a_policy_is_sent_and_read_with_the_classical_suite() {
        for (var classical : new boolean[] {true, false}) {
            assertThat(Policy.of(policy(classical).toJson())).isEqualTo(policy(classical));
        }
        var silent = policy(true).toJson();
        silent.remove("classicalSuiteAllowed");
        assertThat(Policy.of(silent).classicalSuiteAllowed()).isFalse();
    }
}
