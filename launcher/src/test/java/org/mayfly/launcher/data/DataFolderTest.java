package org.mayfly.launcher.data;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.launcher.OperatorError;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DataFolderTest {
    @TempDir
    private Path folder;

    private Path root() {
        return folder.resolve("data");
    }

    @Test
    void a_new_folder_is_for_its_user_only() throws Exception {
        DataFolder.open(root());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root())))
                .isEqualTo("rwx------");
    }

    @Test
    void a_folder_that_others_may_enter_is_refused_with_the_command_that_mends_it() throws Exception {
        DataFolder.open(root());
        Files.setPosixFilePermissions(root(), PosixFilePermissions.fromString("rwxr-x---"));
        assertThatThrownBy(() -> DataFolder.open(root()))
                .isInstanceOf(OperatorError.class)
                .hasMessageContaining("chmod 700 '" + root() + "'");
    }

    @Test
    void a_folder_of_a_newer_version_is_refused() throws Exception {
        DataFolder.open(root());
        Files.writeString(root().resolve("layout"), "2\n");
        assertThatThrownBy(() -> DataFolder.open(root()))
                .isInstanceOf(OperatorError.class)
                .hasMessageContaining("newer Mayfly (layout 2, this one knows 1)");
    }

    @Test
    void a_file_in_its_place_is_refused() throws Exception {
        Files.writeString(root(), "");
        assertThatThrownBy(() -> DataFolder.open(root()))
                .isInstanceOf(OperatorError.class)
                .hasMessageContaining("MAYFLY_DATA");
    }

    @Test
    void a_second_launcher_of_the_same_folder_is_refused() throws Exception {
        DataFolder data = DataFolder.open(root());
        try (InstallationLock held = InstallationLock.take(data)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> InstallationLock.take(data))
                    .isInstanceOf(OperatorError.class)
                    .hasMessageContaining("already runs")
                    .hasMessageContaining("bin/mayfly stop");
        }
        InstallationLock.take(data).close();
    }

    @Test
    void a_secret_is_made_once_and_readable_by_its_user_only() throws Exception {
        DataFolder data = DataFolder.open(root());
        Secrets secrets = new Secrets(data, new SecureRandom());
        String first = secrets.obtain("one");
        assertThat(first).hasSize(43).isEqualTo(secrets.obtain("one")).isNotEqualTo(secrets.obtain("two"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets.file("one"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_missing_password_file_is_named() {
        assertThatThrownBy(() -> Secrets.read(folder.resolve("missing")))
                .isInstanceOf(OperatorError.class)
                .hasMessageContaining("missing")
                .hasMessageContaining("Create it");
    }
}
