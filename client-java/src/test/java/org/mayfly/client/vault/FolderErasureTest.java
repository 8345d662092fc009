package org.mayfly.client.vault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.protocol.value.SecretBytes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FolderErasureTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path home;

    @Test
    void one_that_was_stopped_half_way_is_carried_on_by_whoever_takes_the_folder() {
        try (var folder = VaultFolder.take(home)) {
            folder.create(DeviceKey.createPlain(RANDOM));
            open(folder).close();
        }
        new FolderErasure(home).begin();
        assertThat(home.resolve("device.key")).as("control: stopped here").exists();

        try (var folder = VaultFolder.take(home)) {
            assertThat(folder.hasVault()).isFalse();
            assertThat(home.resolve("slots")).doesNotExist();
            assertThatThrownBy(() -> open(folder)).hasMessage("device-removed");

            folder.create(DeviceKey.createPlain(RANDOM));
            open(folder).close();
        }
        try (var folder = VaultFolder.take(home)) {
            open(folder).close();
        }
    }

    @Test
    void a_long_file_is_overwritten_to_its_end() throws Exception {
        var log =
                Files.write(home.resolve("log"), "x".repeat(200_000).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        try (var kept = Files.newByteChannel(log)) {
            new FolderErasure(home).carryOut();
            assertThat(log).doesNotExist();
            assertThat(kept.size()).isEqualTo(200_000);
            var content = java.nio.ByteBuffer.allocate(200_000);
            while (content.hasRemaining() && kept.read(content) >= 0) {
                continue;
            }
            assertThat(content.array()).containsOnly(0);
        }
    }

    private static Vault open(VaultFolder folder) {
        return folder.open(() -> SecretBytes.copyOf(new byte[0]), RANDOM);
    }
}
