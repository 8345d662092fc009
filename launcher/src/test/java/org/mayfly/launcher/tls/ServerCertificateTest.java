package org.mayfly.launcher.tls;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.config.Settings;
import org.mayfly.launcher.OperatorError;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ServerCertificateTest {
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    @TempDir
    private Path folder;

    private ServerCertificate obtain(Instant now, String... settings) throws Exception {
        Map<String, String> environment = new TreeMap<>();
        for (int index = 0; index < settings.length; index += 2) {
            environment.put(settings[index], settings[index + 1]);
        }
        return ServerCertificate.obtain(
                Settings.parse(environment, folder), folder, Clock.fixed(now, ZoneOffset.UTC), new SecureRandom());
    }

    @Test
    void it_bears_the_public_names_and_those_of_this_machine_on_p256() throws Exception {
        X509Certificate server = obtain(NOW, "MAYFLY_PUBLIC_URL", "https://chat.example.org")
                .chain()
                .get(0);
        assertThat(server.getSubjectAlternativeNames())
                .extracting(name -> (Object) name.get(1))
                .containsExactlyInAnyOrder("localhost", "127.0.0.1", "chat.example.org");
        assertThat(server.getPublicKey().getAlgorithm()).isEqualTo("EC");
        assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(server.getBasicConstraints()).isEqualTo(-1);
    }

    @Test
    void its_authority_signed_it_and_may_sign_no_further_authority() throws Exception {
        ServerCertificate certificate = obtain(NOW);
        X509Certificate authority = certificate.chain().get(1);
        certificate.chain().get(0).verify(authority.getPublicKey());
        assertThat(authority.getBasicConstraints()).isZero();
        assertThat(Files.readString(folder.resolve("ca.pem"))).startsWith("-----BEGIN CERTIFICATE-----");
    }

    @Test
    void the_keys_are_for_this_user_only() throws Exception {
        obtain(NOW);
        for (String key : new String[] {"ca-key.pem", "server-key.pem"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(key))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void a_second_start_keeps_it() throws Exception {
        assertThat(obtain(NOW).chain())
                .isEqualTo(obtain(NOW.plus(Duration.ofDays(100))).chain());
    }

    @Test
    void it_is_renewed_before_its_end_under_the_same_authority() throws Exception {
        ServerCertificate before = obtain(NOW);
        ServerCertificate after = obtain(NOW.plus(Duration.ofDays(320)));
        assertThat(after.chain().get(0)).isNotEqualTo(before.chain().get(0));
        assertThat(after.chain().get(1)).isEqualTo(before.chain().get(1));
    }

    @Test
    void it_is_renewed_when_the_public_name_changes() throws Exception {
        ServerCertificate before = obtain(NOW);
        ServerCertificate after = obtain(NOW, "MAYFLY_PUBLIC_URL", "https://new.example.org");
        assertThat(after.chain().get(0)).isNotEqualTo(before.chain().get(0));
        assertThat(after.chain().get(1)).isEqualTo(before.chain().get(1));
    }

    @Test
    void the_organisations_own_is_used_as_it_is() throws Exception {
        ServerCertificate made = obtain(NOW);
        ServerCertificate own = obtain(
                NOW,
                "MAYFLY_TLS_CERTIFICATE",
                folder.resolve("server.pem").toString(),
                "MAYFLY_TLS_KEY",
                folder.resolve("server-key.pem").toString());
        assertThat(own.chain()).containsExactly(made.chain().get(0));
    }

    @Test
    void files_that_are_no_certificate_are_refused() throws Exception {
        Path junk = Files.writeString(folder.resolve("junk.pem"), "junk");
        assertThatThrownBy(
                        () -> obtain(NOW, "MAYFLY_TLS_CERTIFICATE", junk.toString(), "MAYFLY_TLS_KEY", junk.toString()))
                .isInstanceOf(OperatorError.class)
                .hasMessageContaining("MAYFLY_TLS_CERTIFICATE and MAYFLY_TLS_KEY cannot be used");
    }
}
