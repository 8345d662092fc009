package org.mayfly.launcher.payara;

import org.mayfly.launcher.Distribution;
import org.mayfly.launcher.OperatorError;
import org.mayfly.launcher.data.DataFolder;
import org.mayfly.launcher.data.Folders;
import org.mayfly.launcher.data.PrivateFiles;
import org.mayfly.launcher.data.Secrets;
import org.mayfly.launcher.process.Shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/**
 * Payara's folder for this installation. It holds nothing that is not derived from the archive, the settings and the
 * secrets: when any of them changes, it is made anew.
 */
public final class PayaraDomain {
    static final String NAME = "mayfly";

    private final Distribution distribution;
    private final DataFolder data;
    private final Secrets secrets;
    private final DomainParameters parameters;

    PayaraDomain(Distribution distribution, DataFolder data, Secrets secrets, DomainParameters parameters) {
        this.distribution = distribution;
        this.data = data;
        this.secrets = secrets;
        this.parameters = parameters;
    }

    Path folder() {
        return data.payara().resolve("domains").resolve(NAME);
    }

    /** Whether the application was deployed into a domain made of exactly this archive and these settings. */
    boolean complete() throws IOException {
        Path mark = data.payara().resolve("made-of");
        return Files.exists(mark) && Files.readString(mark).strip().equals(fingerprint());
    }

    /** To be called once the deployed application has answered. */
    void markComplete() throws IOException {
        PrivateFiles.write(data.payara().resolve("made-of"), fingerprint() + "\n");
    }

    /** Makes it unless it is complete. Nothing may run in it. */
    void make() throws IOException, InterruptedException {
        if (complete()) {
            return;
        }
        Folders.delete(data.payara());
        Files.createDirectories(data.payara());
        Shell.Outcome outcome = asadmin(
                "create-domain",
                "--domaindir",
                data.payara().resolve("domains").toString(),
                "--usemasterpassword=true",
                "--savemasterpassword=false",
                "--savelogin=false",
                "--checkports=false",
                "--adminport",
                Objects.requireNonNull(parameters.values().get("control-port")),
                NAME);
        if (!outcome.good()) {
            throw new OperatorError("Payara could not make its domain in " + data.payara() + ": "
                    + outcome.said().strip().lines().findFirst().orElse("no reason given"));
        }
        DomainXml.rewrite(folder().resolve("config/domain.xml"), parameters);
        setLogging();
        Folders.delete(folder().resolve("docroot"));
        Files.createDirectories(folder().resolve("docroot"));
        Files.copy(driver(), folder().resolve("lib/postgresql.jar"));
    }

    String adminPassword() {
        return secrets.obtain("payara-admin");
    }

    String masterPassword() {
        return secrets.obtain("payara-master");
    }

    /** Runs one of Payara's commands; the passwords reach it by a file that lives as long as the command. */
    Shell.Outcome asadmin(String... arguments) throws IOException, InterruptedException {
        Path passwords = data.payara().resolve("passwords");
        PrivateFiles.write(
                passwords,
                "AS_ADMIN_PASSWORD=" + adminPassword() + "\nAS_ADMIN_MASTERPASSWORD=" + masterPassword() + "\n");
        Path program = distribution.payara().resolve("glassfish/lib/client/appserver-cli.jar");
        List<String> line = new ArrayList<>(List.of(
                Java.program(), "-jar", program.toString(), "--user", "admin", "--passwordfile", passwords.toString()));
        line.addAll(List.of(arguments));
        try {
            return Shell.run(line, data.payara().toFile(), "", Map.of());
        } finally {
            Files.delete(passwords);
        }
    }

    private void setLogging() throws IOException {
        Path file = folder().resolve("config/logging.properties");
        Properties logging = new Properties();
        try (InputStream payaras = Files.newInputStream(file);
                InputStream ours =
                        PayaraDomain.class.getResourceAsStream("/org/mayfly/config/payara/logging.properties")) {
            logging.load(payaras);
            logging.load(Objects.requireNonNull(ours, "logging.properties"));
        }
        logging.setProperty(
                "com.sun.enterprise.server.logging.GFFileHandler.file",
                data.logs().resolve("server.log").toString());
        StringWriter text = new StringWriter();
        logging.store(text, "Made by Mayfly");
        PrivateFiles.write(file, text.toString());
    }

    private static Path driver() throws IOException {
        try {
            return Path.of(org.postgresql.Driver.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private String fingerprint() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(DomainXml.stylesheet());
            digest.update(parameters.values().toString().getBytes(StandardCharsets.UTF_8));
            digest.update(distribution.root().toString().getBytes(StandardCharsets.UTF_8));
            digest.update(Files.readAllBytes(distribution.ear()));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
