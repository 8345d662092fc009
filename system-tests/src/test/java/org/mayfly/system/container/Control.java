package org.mayfly.system.container;

import org.mayfly.system.Installation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Payara's commands, sent to the running server of an installation.
 *
 * @param program Payara's client
 */
record Control(Path program, Path data) {

    static Control of(Installation installation) {
        return new Control(
                installation.home().resolve("payara6/glassfish/lib/client/appserver-cli.jar"), installation.data());
    }

    /** Returns when the server has obeyed. @throws IOException if it refused */
    void command(String... arguments) throws IOException, InterruptedException {
        Path passwords = Files.createTempFile(
                "control", ".pw", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(passwords, "AS_ADMIN_PASSWORD=" + text("secrets/payara-admin") + "\n");
            List<String> line = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin/java").toString(), "-jar", program.toString()));
            line.addAll(List.of("--port", text("control-port"), "--user", "admin"));
            line.addAll(List.of("--passwordfile", passwords.toString()));
            line.addAll(List.of(arguments));
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(arguments[0] + ": " + said);
            }
        } finally {
            Files.delete(passwords);
        }
    }

    private String text(String file) throws IOException {
        return Files.readString(data.resolve(file)).strip();
    }
}
