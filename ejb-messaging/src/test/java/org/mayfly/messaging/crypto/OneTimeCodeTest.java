package org.mayfly.messaging.crypto;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.messaging.config.ServerSettings;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Codes that people type, keys that lie in files, and secrets sealed under them. */
class OneTimeCodeTest {

    private final SecureRandom random = new SecureRandom();

    @Test
    void a_code_survives_being_typed() {
        var code = OneTimeCode.random(random);
        assertThat(code.inGroups()).matches("([0-9A-Z]{5}-){5}[0-9A-Z]");
        assertThat(OneTimeCode.parse(code.inGroups())).contains(code);
        assertThat(OneTimeCode.parse(" " + code.canonical().toLowerCase(Locale.ROOT) + " "))
                .contains(code);
        assertThat(OneTimeCode.parse(code.canonical().replace('0', 'o').replace('1', 'l')))
                .contains(code);
    }

    @Test
    void what_is_no_code_is_none() {
        var code = OneTimeCode.random(random).canonical();
        for (var wrong : new String[] {"", code.substring(1), code + "0", "U" + code.substring(1), "0".repeat(200)}) {
            assertThat(OneTimeCode.parse(wrong)).isEmpty();
        }
    }

    @Test
    void the_hash_is_sha_256_of_the_canonical_ascii() {
        assertThat(new OneTimeCode("0".repeat(26)).hash().toHex())
                .isEqualTo(Hashes.sha256("00000000000000000000000000").toHex());
    }

    @Test
    void all_characters_turn_up() {
        var seen = new HashSet<Integer>();
        for (int i = 0; i < 200; i++) {
            OneTimeCode.random(random).canonical().chars().forEach(seen::add);
        }
        assertThat(seen).hasSize(32);
    }

    @Test
    void a_key_is_made_once_and_is_the_owners_alone(@TempDir Path folder) throws Exception {
        var first = secrets(folder.resolve("made"));
        var key = first.key("totp", "AES");
        assertThat(secrets(folder.resolve("made")).key("totp", "AES")).isEqualTo(key);
        assertThat(first.key("other", "AES")).isNotEqualTo(key);
        var file = folder.resolve("made/totp.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder.resolve("made"))) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void a_sealed_secret_opens_in_its_own_context_only(@TempDir Path folder) {
        var sealer = new Sealer(secrets(folder).key("totp", "AES"), random);
        var sealed = sealer.seal(new byte[] {1, 2, 3}, new byte[] {1});
        assertThat(sealer.open(sealed, new byte[] {1})).containsExactly(1, 2, 3);
        assertThatThrownBy(() -> sealer.open(sealed, new byte[] {2})).isInstanceOf(IllegalStateException.class);
    }

    private InstallationSecrets secrets(Path folder) {
        var url = URI.create("https://localhost");
        return new InstallationSecrets(new ServerSettings(url, url, 1, 2, folder, folder), random);
    }
}
