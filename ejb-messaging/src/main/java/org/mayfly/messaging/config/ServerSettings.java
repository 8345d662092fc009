package org.mayfly.messaging.config;

import java.net.URI;
import java.nio.file.Path;

/**
 * What the operator set. Read once at start from the properties file that the system property {@code mayfly.settings}
 * names; docs/configuration.md lists every property.
 *
 * @param publicUrl the messenger's origin: {@code public-url}
 * @param adminUrl the portal's origin: {@code admin-url}
 * @param httpsPort the messenger's port, also behind a proxy: {@code https-port}
 * @param adminPort the portal's port: {@code admin-port}
 * @param secrets folder of generated secrets: {@code secrets-folder}
 * @param state folder for what the server keeps outside the database: {@code state-folder}
 * @param limits every setting that has a number, docs/limits.md
 */
public record ServerSettings(
        URI publicUrl, URI adminUrl, int httpsPort, int adminPort, Path secrets, Path state, Limits limits) {

    /** With the standard limits. */
    public ServerSettings(URI publicUrl, URI adminUrl, int httpsPort, int adminPort, Path secrets, Path state) {
        this(publicUrl, adminUrl, httpsPort, adminPort, secrets, state, Limits.STANDARD);
    }

    /** The name of this server in log-ins: scheme, host and, unless it is the scheme's own, port. */
    public String serverName() {
        return origin(publicUrl);
    }

    private static String origin(URI url) {
        int port = url.getPort();
        var host = url.getScheme() + "://" + url.getHost();
        return port == -1 || port == 443 ? host : host + ":" + port;
    }
}
