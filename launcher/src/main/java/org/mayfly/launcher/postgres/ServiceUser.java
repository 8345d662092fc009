package org.mayfly.launcher.postgres;

import org.mayfly.launcher.OperatorError;
import org.mayfly.launcher.process.Shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * PostgreSQL refuses to run as root. An ordinary user runs it directly; root runs it in a user namespace without any
 * privilege, where the kernel still knows it as the owner of its files.
 */
final class ServiceUser {
    private static final List<String> NAMESPACE = List.of("unshare", "--user");

    private ServiceUser() {}

    static List<String> prefix() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        try {
            List<String> probe = List.of("unshare", "--user", "true");
            if (Shell.run(probe, Path.of("/").toFile(), "", Map.of()).good()) {
                return NAMESPACE;
            }
        } catch (IOException e) {
            // Refused below: without unshare there is no way to run it as root.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new OperatorError("PostgreSQL does not run as root, and this machine allows no user namespace"
                + " (unshare --user). Run Mayfly as an ordinary user.");
    }
}
