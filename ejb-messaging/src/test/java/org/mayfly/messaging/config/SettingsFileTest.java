package org.mayfly.messaging.config;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The settings file, and its page in the documentation. */
class SettingsFileTest {

    @Test
    void what_is_set_is_read_and_the_rest_is_standard() {
        var properties = complete();
        properties.setProperty("invitation-life", "24");
        var settings = SettingsFile.parse(properties);
        assertThat(settings.publicUrl()).isEqualTo(URI.create("https://chat.example.org"));
        assertThat(settings.adminPort()).isEqualTo(8444);
        assertThat(settings.secrets()).isEqualTo(Path.of("/srv/secrets"));
        assertThat(settings.limits().invitationLife()).isEqualTo(Duration.ofDays(1));
        assertThat(settings.limits().of(Setting.MAILBOX_ENTRIES)).isEqualTo(10_000);
    }

    @Test
    void an_unknown_setting_is_refused_by_name() {
        var properties = complete();
        properties.setProperty("invitation-live", "24");
        assertThatThrownBy(() -> SettingsFile.parse(properties)).hasMessage("unknown settings: invitation-live");
    }

    @ParameterizedTest
    @CsvSource({
        "public-url,http://chat.example.org",
        "public-url,https://chat.example.org/path",
        "public-url,chat",
        "admin-url,''",
        "https-port,0",
        "admin-port,65536",
        "secrets-folder,''",
        "state-folder,''",
        "invitation-life,721",
        "invitation-life,0",
        "mailbox-size,many"
    })
    void a_value_that_can_not_be_is_refused_with_the_settings_name(String name, String value) {
        var properties = complete();
        properties.setProperty(name, value);
        assertThatThrownBy(() -> SettingsFile.parse(properties))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name);
    }

    @Test
    void the_servers_name_is_its_origin() {
        var properties = complete();
        assertThat(SettingsFile.parse(properties).serverName()).isEqualTo("https://chat.example.org");
        properties.setProperty("public-url", "https://localhost:8443/");
        assertThat(SettingsFile.parse(properties).serverName()).isEqualTo("https://localhost:8443");
        properties.setProperty("public-url", "https://localhost:443");
        assertThat(SettingsFile.parse(properties).serverName()).isEqualTo("https://localhost");
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void every_limit_has_its_line_in_the_documentation(Setting setting) throws Exception {
        assertThat(Files.readString(Path.of("../docs/limits.md")))
                .contains("| `%s` | %,d %s | %,d to %,d | %s |"
                        .formatted(
                                setting.property(),
                                setting.standard(),
                                setting.unit(),
                                setting.lowest(),
                                setting.highest(),
                                setting.meaning()));
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void every_standard_is_in_its_range(Setting setting) {
        assertThat(setting.standard()).isBetween(setting.lowest(), setting.highest());
    }

    private static Properties complete() {
        var properties = new Properties();
        properties.setProperty("public-url", "https://chat.example.org");
        properties.setProperty("admin-url", "https://chat.example.org:8444");
        properties.setProperty("https-port", "8443");
        properties.setProperty("admin-port", "8444");
        properties.setProperty("secrets-folder", "/srv/secrets");
        properties.setProperty("state-folder", "/srv/state");
        return properties;
    }
}
