package org.mayfly.launcher.payara;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.config.Settings;
import org.mayfly.launcher.OperatorError;
import org.mayfly.launcher.data.DataFolder;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ServerPropertiesTest {
    @TempDir
    private Path folder;

    private DataFolder data;

    @BeforeEach
    void openData() {
        data = DataFolder.open(folder.resolve("data"));
    }

    private Properties written() throws Exception {
        ServerProperties.write(Settings.parse(Map.of(), folder), data);
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(ServerProperties.file(data))) {
            properties.load(reader);
        }
        return properties;
    }

    private void limits(String text) throws Exception {
        Files.writeString(data.root().resolve("limits.properties"), text);
    }

    @Test
    void without_a_file_of_limits_the_application_hears_of_none() throws Exception {
        assertThat(written().stringPropertyNames())
                .containsExactlyInAnyOrder(
                        "public-url", "admin-url", "https-port", "admin-port", "secrets-folder", "state-folder");
    }

    @Test
    void the_operators_limits_reach_the_application_and_the_addresses_stay() throws Exception {
        limits("submissions=60000\n# an office behind one address\nsource-log-ins = 6000\n");
        assertThat(written())
                .containsEntry("submissions", "60000")
                .containsEntry("source-log-ins", "6000")
                .containsEntry("public-url", "https://localhost:8443");
    }

    @Test
    void a_limit_that_was_taken_out_is_forgotten_at_the_next_start() throws Exception {
        limits("submissions=60000\n");
        written();
        limits("");
        assertThat(written()).doesNotContainKey("submissions");
    }

    @Test
    void an_address_in_the_file_of_limits_is_refused_by_name() throws Exception {
        limits("public-url=https://elsewhere.example\n");
        assertThatThrownBy(this::written)
                .isInstanceOf(OperatorError.class)
                .hasMessageContaining("limits.properties sets public-url");
    }

    @Test
    void a_file_of_limits_that_is_none_is_refused() throws Exception {
        limits("submissions=\\u00zz\n");
        assertThatThrownBy(this::written).isInstanceOf(OperatorError.class).hasMessageContaining("docs/limits.md");
    }
}
