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

    private final HttpClient client;
    private final HttpRequest question;

    private Readiness(HttpClient client, HttpRequest question) {
        this.client = client;
        this.question = question;
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
        URI address = URI.create("https://" + host + ":" + settings.httpsPort() + "/api/v1/ready");
        return new Readiness(
                client,
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build());
    }

    boolean ready() {
        try {
            return client.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
