package org.mayfly.admin.policy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mayfly.admin.words.Words;
import org.mayfly.messaging.policy.DevicePolicy;
import org.mayfly.messaging.policy.EphemeralityPolicy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

class PolicyWordsTest {

    private static final Path MESSENGER = Path.of("../web-messenger/src/ui/text/en/time.ts");

    private final PolicyWords words = new PolicyWords(new Words());

    @Test
    void the_composer_states_expiry_and_burn() {
        assertThat(words.composer(policy(Duration.ofDays(7), Duration.ofSeconds(30), true)))
                .isEqualTo("Disappears 7 days after sending. Burns 30 seconds after it is read.");
        assertThat(words.composer(policy(Duration.ofHours(1), Duration.ZERO, true)))
                .isEqualTo("Disappears 1 hour after sending.");
    }

    /** The preview is worth something only if it is the very sentence of the messenger. */
    @ParameterizedTest
    @CsvSource({
        "disappears, policy.disappears, 1",
        "burns, policy.burns, 1",
        "youMayChoose, policy.you-may-choose, 2",
        "fixed, policy.fixed, 0",
        "noBurn, policy.no-burn, 0",
        "mayBurn, policy.may-burn, 1"
    })
    void the_preview_says_what_the_messenger_says(String theirs, String ours, int places) throws IOException {
        var declared = Pattern.compile("\\b" + theirs + ": (?:\\([^)]*\\) => )?[`\"]([^`\"]*)[`\"]")
                .matcher(Files.readString(MESSENGER));
        assertThat(declared.find()).as("the messenger has a sentence " + theirs).isTrue();
        var marked = declared.group(1).replaceAll("\\$\\{[^}]*}", "<>");
        var values = new Object[places];
        java.util.Arrays.fill(values, "<>");
        assertThat(new Words().of(ours, values)).isEqualTo(marked);
    }

    @Test
    void what_may_not_be_chosen_is_said() {
        assertThat(words.choices(policy(Duration.ofDays(7), Duration.ZERO, false)))
                .containsExactly(
                        "Your organisation has set this for everyone; it can’t be changed for a single message.");
        assertThat(words.choices(policy(Duration.ofDays(7), Duration.ZERO, true)))
                .hasSize(2);
    }

    @Test
    void only_what_changes_is_a_difference() {
        var before = policy(Duration.ofDays(7), Duration.ZERO, true);
        var after = policy(Duration.ofHours(1), Duration.ofSeconds(30), true);
        assertThat(words.differences(before, before)).isEmpty();
        assertThat(words.differences(before, after))
                .containsExactly(
                        new PolicyWords.Difference("Usual life", "7 days", "1 hour"),
                        new PolicyWords.Difference("Usual burn", "off", "30 seconds"));
        assertThat(words.differences(before, before.withClassicalSuite(false)))
                .containsExactly(new PolicyWords.Difference("Older encryption allowed", "Yes", "No"));
        assertThat(words.differences(before, before.withDevices(new DevicePolicy(false, 2, true, false, false))))
                .containsExactly(
                        new PolicyWords.Difference("Devices of one person", "5", "2"),
                        new PolicyWords.Difference("Further devices need approval", "Yes", "No"),
                        new PolicyWords.Difference("Recovery key on offer", "Yes", "No"),
                        new PolicyWords.Difference("Changed identity blocks sending", "Yes", "No"),
                        new PolicyWords.Difference("Day of last use", "No", "Yes"));
    }

    private static EphemeralityPolicy policy(Duration usual, Duration burn, boolean choice) {
        return new EphemeralityPolicy(
                1,
                EphemeralityPolicy.SHORTEST_LIFE,
                usual,
                EphemeralityPolicy.LONGEST_LIFE,
                burn,
                EphemeralityPolicy.LONGEST_LIFE,
                choice,
                true,
                DevicePolicy.INITIAL);
    }
}
