package org.mayfly.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The two ports that requests come in by.
 *
 * @param messenger serves everything but the portal
 * @param portal serves the portal only
 */
record Ports(int messenger, int portal) {
    /** From the file that the launcher wrote and names in the system property {@code mayfly.settings}. */
    static Ports read() {
        String file = System.getProperty("mayfly.settings");
        if (file == null) {
            throw new IllegalStateException("the system property mayfly.settings names no file");
        }
        Properties settings = new Properties();
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            settings.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Ports(port(settings, "https-port"), port(settings, "admin-port"));
    }

    private static int port(Properties settings, String name) {
        return Integer.parseInt(settings.getProperty(name, "").strip());
    }
}
