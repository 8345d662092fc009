package org.mayfly.launcher.payara;

import org.mayfly.config.Settings;
import org.mayfly.launcher.data.DataFolder;
import org.mayfly.launcher.data.PrivateFiles;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The file that tells the application what the operator set. */
final class ServerProperties {
    private ServerProperties() {}

    static Path file(DataFolder data) {
        return data.run().resolve("server.properties");
    }

    static void write(Settings settings, DataFolder data) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("public-url", settings.publicUrl().toString());
        properties.setProperty("admin-url", settings.adminUrl().toString());
        properties.setProperty("https-port", Integer.toString(settings.httpsPort()));
        properties.setProperty("admin-port", Integer.toString(settings.adminPort()));
        properties.setProperty(
                "secrets-folder", Files.createDirectories(data.serverSecrets()).toString());
        StringWriter text = new StringWriter();
        properties.store(text, "Written by Mayfly's launcher at every start");
        PrivateFiles.write(file(data), text.toString());
    }
}
