package org.mayfly.launcher.data;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.launcher.OperatorError;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The file without which no passphrase can be tried. */
class RecoverySeedsTest {
    @TempDir
    private Path folder;

    private DataFolder data() {
        return DataFolder.open(folder.resolve("data"));
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(data().serverSecrets().resolve("recovery-seeds"));
    }

    @Test
    void the_first_start_makes_one_seed_of_64_bytes_for_this_user_only_and_the_next_keeps_it() throws Exception {
        var seeds = new RecoverySeeds(data(), new SecureRandom());
        assertThat(seeds.exist()).isFalse();
        seeds.make();
        var made = lines();
        assertThat(made).hasSize(1);
        var parts = made.get(0).split(" ", -1);
        assertThat(UUID.fromString(parts[0])).hasToString(parts[0]);
        assertThat(Base64.getDecoder().decode(parts[1])).hasSize(64);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(data().serverSecrets().resolve("recovery-seeds"))))
                .isEqualTo("rw-------");
        seeds.make();
        assertThat(lines()).isEqualTo(made);
    }

    @Test
    void a_rotation_adds_a_line_at_the_end_and_keeps_the_older_ones() throws Exception {
        var seeds = new RecoverySeeds(data(), new SecureRandom());
        seeds.make();
        var made = lines();
        seeds.rotate();
        assertThat(lines()).hasSize(2).doesNotHaveDuplicates().startsWith(made.get(0));
    }

    @Test
    void there_is_nothing_to_rotate_before_the_first_start() {
        var seeds = new RecoverySeeds(data(), new SecureRandom());
        assertThatThrownBy(seeds::rotate).isInstanceOf(OperatorError.class).hasMessageContaining("bin/mayfly start");
        assertThat(seeds.exist()).isFalse();
    }
}
