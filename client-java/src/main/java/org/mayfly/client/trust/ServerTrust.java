package org.mayfly.client.trust;

import org.mayfly.client.problem.ProblemException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificates under which a server's own must stand.
 *
 * <p>Security guarantees: with a PEM text only its certificates are trusted, the machine's authorities are not; host
 * names are always checked by the HTTP client; TLS 1.3 or 1.2 only.
 *
 * @param pem absent: the machine's authorities
 */
public record ServerTrust(Optional<String> pem) {

    public static ServerTrust machine() {
        return new ServerTrust(Optional.empty());
    }

    /** @throws ProblemException {@code unusable-certificate} if no certificate can be read from the text */
    public static ServerTrust only(String pem) {
        var trust = new ServerTrust(Optional.of(pem));
        certificates(pem);
        return trust;
    }

    /** @throws ProblemException {@code unusable-certificate} if the file can't be read or holds no certificate */
    public static ServerTrust onlyFile(Path file) {
        try {
            return only(Files.readString(file, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw ProblemException.refused("unusable-certificate", file);
        }
    }

    public SSLContext context() {
        try {
            var context = SSLContext.getInstance("TLS");
            if (pem.isEmpty()) {
                context.init(null, null, null);
                return context;
            }
            var anchors = KeyStore.getInstance(KeyStore.getDefaultType());
            anchors.load(null, null);
            var number = 0;
            for (var certificate : certificates(pem.get())) {
                anchors.setCertificateEntry("trusted-" + number++, certificate);
            }
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(anchors);
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("TLS is not available", e);
        }
    }

    private static Collection<? extends Certificate> certificates(String pem) {
        try {
            var found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            if (found.isEmpty()) {
                throw ProblemException.refused("unusable-certificate", "PEM");
            }
            return found;
        } catch (CertificateException e) {
            throw ProblemException.refused("unusable-certificate", "PEM");
        }
    }
}
