package org.mayfly.admin.words;

import org.junit.jupiter.api.Test;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.Refusal;

import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

class WordsTest {

    private final Words words = new Words();

    @Test
    void a_length_of_time_is_said_exactly_in_its_units() {
        assertThat(words.life(Duration.ofDays(7))).isEqualTo("7 days");
        assertThat(words.life(Duration.ofHours(1))).isEqualTo("1 hour");
        assertThat(words.life(Duration.ofMinutes(90))).isEqualTo("1 hour 30 minutes");
        assertThat(words.life(Duration.ofSeconds(86_401))).isEqualTo("1 day 1 second");
        assertThat(words.brief(Duration.ofMinutes(90))).isEqualTo("1 h");
    }

    @Test
    void a_moment_is_said_in_utc() {
        assertThat(words.moment(Instant.parse("2026-11-22T09:30:59Z"))).isEqualTo("22 Nov 2026, 09:30 UTC");
    }

    @Test
    void a_refusal_that_ends_says_when() {
        assertThat(words.refusal(new Refusal.Later(Reason.RATE_LIMITED, Duration.ofSeconds(61))))
                .isEqualTo("Too many attempts. Nothing was changed. Try again in 2 minutes.");
    }

    @Test
    void a_refusal_without_a_sentence_gets_the_general_one() {
        assertThat(words.refusal(new Refusal.Plain(Reason.PREKEY_REUSED))).startsWith("This was refused");
    }

    @Test
    void a_name_given_by_a_person_is_not_read_as_a_pattern() {
        assertThat(words.of("networks.made", "{0} 'n' Co")).startsWith("{0} 'n' Co is there.");
    }
}
