package org.mayfly.system.story;

import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import org.mayfly.system.Installation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The machine's chromium, driven by Playwright. It trusts the installation's own authority by the hash of its key, and
 * judges every other certificate as it always does.
 */
final class Chromium implements AutoCloseable {

    private static final Path PROGRAM = Path.of(System.getProperty("mayfly.chromium", "/usr/bin/chromium"));
    /** A busy machine is slow; what is waited for comes or never comes. */
    private static final double PATIENCE_MS = 60_000;

    private final Playwright playwright;
    private final Path profiles;
    private final List<String> arguments;

    Chromium(Installation installation) throws IOException, GeneralSecurityException {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        profiles = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "profiles-")
                .toAbsolutePath();
        arguments = List.of(
                "--no-sandbox",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--ignore-certificate-errors-spki-list=" + keyHash(installation.certificateAuthority()));
    }

    /** A profile of its own: what one person has on one machine. Opened. */
    BrowserProfile profile(String person) {
        return profile(person, List.of());
    }

    /** The same on a machine with a camera. */
    BrowserProfile profile(String person, Camera camera) {
        return profile(person, camera.arguments());
    }

    private BrowserProfile profile(String person, List<String> more) {
        var all = Stream.concat(arguments.stream(), more.stream()).toList();
        var profile = new BrowserProfile(playwright.chromium(), PROGRAM, profiles.resolve(person), all, PATIENCE_MS);
        profile.open();
        return profile;
    }

    @Override
    public void close() {
        playwright.close();
    }

    private static String keyHash(Path certificate) throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(certificate)) {
            var key = CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getPublicKey()
                    .getEncoded();
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        }
    }
}
