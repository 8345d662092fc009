package org.mayfly.launcher.tls;

import org.mayfly.config.Settings;
import org.mayfly.config.TlsSettings;
import org.mayfly.launcher.OperatorError;
import org.mayfly.launcher.data.PrivateFiles;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the server shows at the start of a connection, and the key that proves it.
 *
 * @param chain the server's certificate first
 */
public record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
    /** The name of the entry in Payara's key store. */
    private static final String ALIAS = "mayfly";

    /**
     * From the organisation's files, or from the authority in the folder.
     *
     * @throws OperatorError if the organisation's files can't be used
     */
    public static ServerCertificate obtain(Settings settings, Path folder, Clock clock, SecureRandom random)
            throws IOException, GeneralSecurityException {
        if (settings.tls() instanceof TlsSettings.Own own) {
            return own(own);
        }
        Set<String> hosts = new LinkedHashSet<>();
        Stream.of(settings.publicUrl(), settings.adminUrl())
                .map(URI::getHost)
                .map(host -> host.replaceAll("[\\[\\]]", ""))
                .forEach(hosts::add);
        if (!settings.listen().equals("0.0.0.0") && !settings.listen().equals("::")) {
            hosts.add(settings.listen());
        }
        return new LocalAuthority(folder, clock, random).certificateFor(hosts);
    }

    private static ServerCertificate own(TlsSettings.Own own) {
        try {
            List<X509Certificate> chain = Pem.certificates(own.certificate());
            PrivateKey key = Pem.key(own.key());
            if (chain.isEmpty() || !chain.get(0).getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
                throw new GeneralSecurityException("the key is not the certificate's");
            }
            return new ServerCertificate(chain, key);
        } catch (IOException | GeneralSecurityException e) {
            throw new OperatorError(
                    "MAYFLY_TLS_CERTIFICATE and MAYFLY_TLS_KEY cannot be used: " + e.getMessage()
                            + ". They must name PEM files of a chain, the server's certificate first, and of its key.",
                    e);
        }
    }

    /** Writes what Payara reads: this entry alone, under the given password. */
    public void writeKeyStore(Path file, String password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        char[] secret = password.toCharArray();
        store.setKeyEntry(ALIAS, key, secret, chain.toArray(Certificate[]::new));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store.store(bytes, secret);
        Arrays.fill(secret, '\0');
        PrivateFiles.write(file, bytes.toByteArray());
    }

    @Override
    public String toString() {
        return "ServerCertificate[key hidden]";
    }
}
