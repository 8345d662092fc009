package org.mayfly.client.connection;

import org.mayfly.client.problem.ProblemException;

import java.net.URI;
import java.util.Locale;

/** A server's address in the forms needed: what a person gave, its origin, its socket. */
public final class Origin {

    private static final int HTTPS = 443;

    private Origin() {}

    /**
     * The address a person gave, checked: https, a host, no path.
     *
     * @throws ProblemException {@code unusable-address}
     */
    public static URI parse(String text) {
        try {
            var given = URI.create(text.strip());
            var path = given.getRawPath();
            if ("https".equalsIgnoreCase(given.getScheme())
                    && given.getHost() != null
                    && given.getRawUserInfo() == null
                    && (path == null || path.isEmpty() || path.equals("/"))) {
                return URI.create(of(given));
            }
        } catch (IllegalArgumentException e) {
            throw ProblemException.refused("unusable-address", text);
        }
        throw ProblemException.refused("unusable-address", text);
    }

    /** Scheme, host and port as RFC 6454 writes them: what a server must call itself in its challenge. */
    public static String of(URI server) {
        var host = server.getHost().toLowerCase(Locale.ROOT);
        var port = server.getPort() == -1 || server.getPort() == HTTPS ? "" : ":" + server.getPort();
        return "https://" + host + port;
    }

    static URI socket(URI server) {
        return URI.create("wss" + of(server).substring("https".length()) + "/api/v1/socket");
    }
}
