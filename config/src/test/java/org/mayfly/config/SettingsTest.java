package org.mayfly.config;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SettingsTest {
    private static final Path HOME = Path.of("/home/operator");

    @Test
    void without_any_variable_everything_stays_on_this_machine() {
        Settings settings = Settings.parse(Map.of("PATH", "/bin"), HOME);
        assertThat(settings)
                .isEqualTo(new Settings(
                        Path.of("/home/operator/.mayfly"),
                        "127.0.0.1",
                        8443,
                        8444,
                        URI.create("https://localhost:8443"),
                        URI.create("https://localhost:8444"),
                        new DatabaseSettings.Embedded(),
                        new TlsSettings.LocalAuthority(),
                        1024));
    }

    @Test
    void the_names_are_pinned() {
        assertThat(Arrays.stream(Setting.values()).map(Setting::variable))
                .containsExactly(
                        "MAYFLY_DATA",
                        "MAYFLY_LISTEN",
                        "MAYFLY_HTTPS_PORT",
                        "MAYFLY_ADMIN_PORT",
                        "MAYFLY_PUBLIC_URL",
                        "MAYFLY_ADMIN_URL",
                        "MAYFLY_DATABASE_URL",
                        "MAYFLY_DATABASE_OWNER_PASSWORD_FILE",
                        "MAYFLY_DATABASE_APP_PASSWORD_FILE",
                        "MAYFLY_TLS_CERTIFICATE",
                        "MAYFLY_TLS_KEY",
                        "MAYFLY_MEMORY");
    }

    @ParameterizedTest
    @CsvSource({
        "MAYFLY_HTTP_PORT, MAYFLY_HTTPS_PORT",
        "MAYFLY_DATA_FOLDER, MAYFLY_DATA",
        "MAYFLY_DATABASE_ULR, MAYFLY_DATABASE_URL"
    })
    void an_unknown_variable_is_refused_and_the_right_one_named(String wrong, String right) {
        assertThatThrownBy(() -> Settings.parse(Map.of(wrong, "1"), HOME))
                .isInstanceOf(SettingRefused.class)
                .hasMessage(wrong + " is not a setting of Mayfly. Did you mean " + right + "?");
    }

    @ParameterizedTest
    @CsvSource({"0", "65536", "https", "-1", "99999999999"})
    void a_port_that_is_none_is_refused(String port) {
        assertThatThrownBy(() -> Settings.parse(Map.of("MAYFLY_HTTPS_PORT", port), HOME))
                .isInstanceOf(SettingRefused.class)
                .hasMessageContaining("MAYFLY_HTTPS_PORT")
                .hasMessageContaining("1 to 65535");
    }

    @Test
    void the_same_port_twice_is_refused() {
        assertThatThrownBy(() -> Settings.parse(Map.of("MAYFLY_ADMIN_PORT", "8443"), HOME))
                .isInstanceOf(SettingRefused.class)
                .hasMessageContaining("MAYFLY_ADMIN_PORT are both 8443");
    }

    @Test
    void the_addresses_follow_the_ports() {
        Settings settings = Settings.parse(Map.of("MAYFLY_HTTPS_PORT", "9443", "MAYFLY_ADMIN_PORT", "9444"), HOME);
        assertThat(settings.publicUrl()).isEqualTo(URI.create("https://localhost:9443"));
        assertThat(settings.adminUrl()).isEqualTo(URI.create("https://localhost:9444"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://chat.example.org",
        "https://chat.example.org/chat",
        "https://",
        "https://u@chat.example.org",
        "chat.example.org",
        "https://chat.example.org?x",
        "https://chat example.org"
    })
    void a_public_address_that_is_no_origin_is_refused(String url) {
        assertThatThrownBy(() -> Settings.parse(Map.of("MAYFLY_PUBLIC_URL", url), HOME))
                .isInstanceOf(SettingRefused.class)
                .hasMessageContaining("https://chat.example.org.");
    }

    @Test
    void a_public_address_loses_its_slash() {
        assertThat(Settings.parse(Map.of("MAYFLY_PUBLIC_URL", "https://chat.example.org/"), HOME)
                        .publicUrl())
                .isEqualTo(URI.create("https://chat.example.org"));
    }

    @Test
    void a_database_address_needs_both_password_files() {
        assertThatThrownBy(() -> Settings.parse(
                        Map.of(
                                "MAYFLY_DATABASE_URL",
                                "jdbc:postgresql://db/mayfly",
                                "MAYFLY_DATABASE_OWNER_PASSWORD_FILE",
                                "/run/owner"),
                        HOME))
                .isInstanceOf(SettingRefused.class)
                .hasMessageContaining("MAYFLY_DATABASE_APP_PASSWORD_FILE must be set too");
    }

    @ParameterizedTest
    @CsvSource({"jdbc:h2:mem:x", "jdbc:postgresql://db/mayfly?user=u&password=p", "postgres://db"})
    void a_database_address_of_another_kind_or_with_a_password_is_refused(String url) {
        assertThatThrownBy(() -> Settings.parse(Map.of("MAYFLY_DATABASE_URL", url), HOME))
                .isInstanceOf(SettingRefused.class)
                .hasMessageNotContaining("password=p");
    }

    @Test
    void a_certificate_needs_its_key() {
        assertThatThrownBy(() -> Settings.parse(Map.of("MAYFLY_TLS_CERTIFICATE", "/etc/chat.pem"), HOME))
                .isInstanceOf(SettingRefused.class)
                .hasMessageContaining("MAYFLY_TLS_KEY must be set too");
    }

    @Test
    void a_heap_too_small_to_serve_is_refused() {
        assertThatThrownBy(() -> Settings.parse(Map.of("MAYFLY_MEMORY", "64"), HOME))
                .isInstanceOf(SettingRefused.class)
                .hasMessageContaining("256 or more");
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void the_page_for_operators_and_the_example_file_show_every_setting_with_its_default(Setting setting)
            throws Exception {
        assertThat(Files.readString(Path.of("../docs/configuration.md")))
                .contains("| `" + setting.variable() + "` | " + setting.standard() + " | " + setting.unit() + " | "
                        + setting.meaning() + " |");
        assertThat(Files.readString(Path.of("mayfly.env")))
                .contains("# " + setting.meaning())
                .contains("#" + setting.variable() + "=");
    }
}
