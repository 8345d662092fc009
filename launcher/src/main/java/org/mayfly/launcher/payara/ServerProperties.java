package org.mayfly.launcher.payara;

import org.mayfly.config.Settings;
import org.mayfly.launcher.OperatorError;
import org.mayfly.launcher.data.DataFolder;
import org.mayfly.launcher.data.PrivateFiles;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The file that tells the application what the operator set: the addresses, and the limits of {@code limits.properties} in
 * the data folder, where there is one. Which limits there are the application knows: it refuses others by name.
 */
final class ServerProperties {
    private ServerProperties() {}

    static Path file(DataFolder data) {
        return data.run().resolve("server.properties");
    }

    /** @throws OperatorError if the file of limits can't be read, or sets what is no limit */
    static void write(Settings settings, DataFolder data) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("public-url", settings.publicUrl().toString());
        properties.setProperty("admin-url", settings.adminUrl().toString());
        properties.setProperty("https-port", Integer.toString(settings.httpsPort()));
        properties.setProperty("admin-port", Integer.toString(settings.adminPort()));
        properties.setProperty(
                "secrets-folder", Files.createDirectories(data.serverSecrets()).toString());
        properties.setProperty(
                "state-folder", Files.createDirectories(data.state()).toString());
        addLimits(data.root().resolve("limits.properties"), properties);
        StringWriter text = new StringWriter();
        properties.store(text, "Written by Mayfly's launcher at every start");
        PrivateFiles.write(file(data), text.toString());
    }

    private static void addLimits(Path file, Properties properties) {
        if (!Files.exists(file)) {
            return;
        }
        Properties limits = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            limits.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new OperatorError(
                    file + " can't be read. Write one name=value a line, as docs/limits.md has them.", e);
        }
        for (String name : limits.stringPropertyNames()) {
            if (properties.containsKey(name)) {
                throw new OperatorError(file + " sets " + name
                        + ", which is no limit. Take that line out; docs/limits.md has the names.");
            }
        }
        limits.stringPropertyNames().forEach(name -> properties.setProperty(name, limits.getProperty(name)));
    }
}
