package org.mayfly.launcher.tls;

import org.bouncycastle.asn1.x509.GeneralName;
import org.mayfly.launcher.data.PrivateFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/**
 * This installation's own certificate authority, made at its first start, and the certificate it gives the server. The
 * server's is renewed when its names change or its end is near; the authority stays, so people trust it once.
 */
final class LocalAuthority {
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
    private static final Duration SERVER_LIFE = Duration.ofDays(365);
    private static final Duration RENEWAL = Duration.ofDays(60);

    private final Path folder;
    private final Clock clock;
    private final SecureRandom random;
    private final CertificateMaker maker;

    LocalAuthority(Path folder, Clock clock, SecureRandom random) {
        this.folder = folder;
        this.clock = clock;
        this.random = random;
        this.maker = new CertificateMaker(clock, random);
    }

    /** @param hosts names and addresses people reach the server by; localhost and 127.0.0.1 are added */
    ServerCertificate certificateFor(Collection<String> hosts) throws IOException, GeneralSecurityException {
        CertificateMaker.Pair authority = authority();
        Set<String> names = new LinkedHashSet<>(List.of("localhost", "127.0.0.1"));
        names.addAll(hosts);
        Path certificate = folder.resolve("server.pem");
        Path key = folder.resolve("server-key.pem");
        if (!Files.exists(certificate) || !Files.exists(key) || !serves(certificate, names)) {
            CertificateMaker.Pair server = maker.server(
                    authority, names.stream().map(LocalAuthority::name).toList(), SERVER_LIFE);
            PrivateFiles.write(key, Pem.write(server.key()));
            PrivateFiles.write(certificate, Pem.write(server.certificate()));
        }
        return new ServerCertificate(
                List.of(Pem.certificates(certificate).get(0), authority.certificate()), Pem.key(key));
    }

    private CertificateMaker.Pair authority() throws IOException, GeneralSecurityException {
        Path certificate = folder.resolve("ca.pem");
        Path key = folder.resolve("ca-key.pem");
        if (!Files.exists(certificate)) {
            byte[] distinction = new byte[4];
            random.nextBytes(distinction);
            CertificateMaker.Pair made = maker.authority(
                    new X500Principal(
                            "CN=Mayfly on this machine " + HexFormat.of().formatHex(distinction)),
                    AUTHORITY_LIFE);
            PrivateFiles.write(key, Pem.write(made.key()));
            PrivateFiles.write(certificate, Pem.write(made.certificate()));
            return made;
        }
        return new CertificateMaker.Pair(Pem.certificates(certificate).get(0), Pem.key(key));
    }

    private boolean serves(Path file, Set<String> names) throws IOException, GeneralSecurityException {
        X509Certificate certificate = Pem.certificates(file).get(0);
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        Set<String> held = alternatives == null
                ? Set.of()
                : alternatives.stream().map(entry -> (String) entry.get(1)).collect(Collectors.toSet());
        return held.equals(names)
                && certificate.getNotAfter().toInstant().isAfter(clock.instant().plus(RENEWAL));
    }

    private static GeneralName name(String host) {
        boolean address = host.matches("[0-9.]+") || host.indexOf(':') >= 0;
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host);
    }
}
