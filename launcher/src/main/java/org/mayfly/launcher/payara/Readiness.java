package org.mayfly.launcher.payara;

import org.mayfly.config.Settings;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Asks the application whether it serves requests, and accepts the answer only from this installation's certificate. */
final class Readiness {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int FAILED = 500;

    private final HttpClient client;
    private final HttpRequest application;
    private final HttpRequest messenger;
    private final HttpRequest portal;

    private Readiness(HttpClient client, HttpRequest application, HttpRequest messenger, HttpRequest portal) {
        this.client = client;
        this.application = application;
        this.messenger = messenger;
        this.portal = portal;
    }

    static Readiness of(Settings settings, X509Certificate certificate) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, new TrustManager[] {new PinnedCertificate(certificate)}, new SecureRandom());
        String host = switch (settings.listen()) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "[::1]";
            default -> settings.listen().contains(":") ? "[" + settings.listen() + "]" : settings.listen();
        };
        HttpClient client = HttpClient.newBuilder()
                .sslContext(context)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        String origin = "https://" + host + ":";
        return new Readiness(
                client,
                question(origin + settings.httpsPort() + "/api/v1/ready"),
                question(origin + settings.httpsPort() + "/"),
                question(origin + settings.adminPort() + "/admin/"));
    }

    private static HttpRequest question(String address) {
        return HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofSeconds(10))
                .build();
    }

    /** Web archives are loaded one after another, so each is asked. */
    boolean ready() {
        try {
            int portals = status(portal);
            return status(application) == OK && status(messenger) == OK && portals < FAILED && portals != NOT_FOUND;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private int status(HttpRequest question) throws IOException, InterruptedException {
        return client.send(question, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
