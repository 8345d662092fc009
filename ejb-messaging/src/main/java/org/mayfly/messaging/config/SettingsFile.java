package org.mayfly.messaging.config;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;

/**
 * Reads the settings file. What it does not understand it refuses by name: a setting that is silently ignored is worse
 * than a start that fails.
 */
final class SettingsFile {

    private static final String PUBLIC_URL = "public-url";
    private static final String ADMIN_URL = "admin-url";
    private static final String HTTPS_PORT = "https-port";
    private static final String ADMIN_PORT = "admin-port";
    private static final String SECRETS = "secrets-folder";
    private static final String STATE = "state-folder";

    private final Map<String, String> unread = new LinkedHashMap<>();

    private SettingsFile(Properties properties) {
        properties.stringPropertyNames().forEach(name -> unread.put(name, properties.getProperty(name)));
    }

    /** @throws IllegalArgumentException in words for the operator, naming the property */
    static ServerSettings read(Path file) {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new IllegalArgumentException("the settings file " + file + " can't be read", e);
        }
        return parse(properties);
    }

    /** @throws IllegalArgumentException in words for the operator, naming the property */
    static ServerSettings parse(Properties properties) {
        return new SettingsFile(properties).settings();
    }

    private ServerSettings settings() {
        var publicUrl = origin(PUBLIC_URL);
        var adminUrl = origin(ADMIN_URL);
        int httpsPort = port(HTTPS_PORT);
        int adminPort = port(ADMIN_PORT);
        var secrets = Path.of(required(SECRETS));
        var state = Path.of(required(STATE));
        var limits = limits();
        if (!unread.isEmpty()) {
            throw new IllegalArgumentException(
                    "unknown settings: " + String.join(", ", new TreeSet<>(unread.keySet())));
        }
        return new ServerSettings(publicUrl, adminUrl, httpsPort, adminPort, secrets, state, limits);
    }

    private Limits limits() {
        var set = new EnumMap<Setting, Long>(Setting.class);
        for (var setting : Setting.values()) {
            var text = unread.remove(setting.property());
            if (text != null) {
                set.put(setting, setting.parse(text));
            }
        }
        return new Limits(set);
    }

    private URI origin(String name) {
        var text = required(name);
        try {
            var url = new URI(text);
            boolean bare = url.getPath() == null
                    || url.getPath().isEmpty()
                    || url.getPath().equals("/");
            if ("https".equals(url.getScheme()) && url.getHost() != null && bare && url.getRawQuery() == null) {
                return new URI("https", null, url.getHost(), url.getPort(), null, null, null);
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new IllegalArgumentException(name + " must be an origin such as https://chat.example.org");
    }

    private int port(String name) {
        try {
            int port = Integer.parseInt(required(name));
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(name + " must be a port from 1 to 65535");
    }

    private String required(String name) {
        var text = unread.remove(name);
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException(name + " is not set");
        }
        return text.strip();
    }
}
