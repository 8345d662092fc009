package org.mayfly.messaging.prekey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.messaging.config.ServerSettings;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HighestClaimTest {

    @TempDir
    private Path state;

    private HighestClaim opened() {
        var url = URI.create("https://localhost");
        return new HighestClaim(new ServerSettings(url, url, 1, 2, state, state));
    }

    @Test
    void only_a_higher_number_is_kept_unless_the_database_was_set_back() {
        var highest = opened();
        assertThat(highest.known()).isZero();
        highest.reached(7);
        highest.reached(5);
        assertThat(highest.known()).isEqualTo(7);
        highest.setBack(3);
        assertThat(highest.known()).isEqualTo(3);
    }

    @Test
    void what_is_kept_is_there_for_the_next_process_though_this_one_was_killed() {
        opened().reached(Long.MAX_VALUE - 1);
        assertThat(opened().known()).isEqualTo(Long.MAX_VALUE - 1);
    }

    @Test
    void a_server_that_knows_no_claim_is_strange_to_a_database_that_does_until_one_was_committed() {
        var highest = opened();
        assertThat(highest.isStrangeTo(2)).isTrue();
        highest.setBack(2);
        assertThat(highest.isStrangeTo(3)).isFalse();
        assertThat(opened().isStrangeTo(4)).isFalse();
    }

    @Test
    void claims_that_race_to_be_the_first_are_none_of_a_strange_database() {
        var highest = opened();
        assertThat(highest.isStrangeTo(1)).isFalse();
        assertThat(highest.isStrangeTo(2))
                .as("the first is not seen committed yet")
                .isFalse();
    }

    @Test
    void a_file_that_was_cut_is_as_none() throws Exception {
        Files.write(state.resolve(HighestClaim.FILE), new byte[5]);
        assertThat(opened().known()).isZero();
    }

    @Test
    void a_folder_that_is_not_there_is_refused() {
        state = state.resolve("nowhere");
        assertThatThrownBy(this::opened).isInstanceOf(UncheckedIOException.class);
    }
}
