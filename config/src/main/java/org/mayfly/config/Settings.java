package org.mayfly.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * An installation's settings, checked as a whole.
 *
 * @param data absolute
 * @param listen an address or a host name that the listeners bind to
 * @param publicUrl the messenger's origin, without a path
 * @param adminUrl the portal's origin, without a path
 * @param memoryMebibytes heap of the server
 */
public record Settings(
        Path data,
        String listen,
        int httpsPort,
        int adminPort,
        URI publicUrl,
        URI adminUrl,
        DatabaseSettings database,
        TlsSettings tls,
        int memoryMebibytes) {

    public Settings {
        if (httpsPort == adminPort) {
            throw new SettingRefused(Setting.HTTPS_PORT.variable() + " and " + Setting.ADMIN_PORT.variable()
                    + " are both " + httpsPort + ". Messenger and portal need a port each: change one of them.");
        }
    }

    /**
     * Reads the settings from environment variables.
     *
     * @param home what {@code ~} stands for
     * @throws SettingRefused if a variable is unknown or its value cannot hold
     */
    public static Settings parse(Map<String, String> environment, Path home) {
        return new SettingsParser(environment, home).parse();
    }
}
