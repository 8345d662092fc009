package org.mayfly.launcher.payara;

import org.mayfly.config.DatabaseSettings;
import org.mayfly.config.Settings;
import org.mayfly.launcher.Distribution;
import org.mayfly.launcher.OperatorError;
import org.mayfly.launcher.data.DataFolder;
import org.mayfly.launcher.data.PrivateFiles;
import org.mayfly.launcher.data.Secrets;
import org.mayfly.launcher.postgres.Database;
import org.mayfly.launcher.process.Port;
import org.mayfly.launcher.process.Shell;
import org.mayfly.launcher.process.Waiting;
import org.mayfly.launcher.tls.ServerCertificate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The server: Payara with Mayfly's application in it, run as a child of the launcher without a process between. */
public final class PayaraServer {
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private final Distribution distribution;
    private final DataFolder data;
    private final PayaraDomain domain;
    private final Readiness readiness;

    private PayaraServer(Distribution distribution, DataFolder data, PayaraDomain domain, Readiness readiness) {
        this.distribution = distribution;
        this.data = data;
        this.domain = domain;
        this.readiness = readiness;
    }

    /** Makes the domain if need be and writes what the server reads at its start. */
    public static PayaraServer prepare(
            Distribution distribution,
            DataFolder data,
            Settings settings,
            Database database,
            ServerCertificate certificate)
            throws IOException, InterruptedException, GeneralSecurityException {
        Secrets secrets = new Secrets(data, new SecureRandom());
        Path memory = data.root().resolve("control-port");
        DomainParameters parameters =
                DomainParameters.of(settings, Port.internal(memory), database.url(), DatabaseSettings.APP, data.logs());
        PayaraDomain domain = new PayaraDomain(distribution, data, secrets, parameters);
        domain.make();
        certificate.writeKeyStore(domain.folder().resolve("config/keystore.p12"), domain.masterPassword());
        PasswordAliases.write(
                domain.folder().resolve("config/domain-passwords"), domain.masterPassword(), database.appPassword());
        ServerProperties.write(settings, data);
        return new PayaraServer(
                distribution,
                data,
                domain,
                Readiness.of(settings, certificate.chain().get(0)));
    }

    /** Starts it; returns at once. The first time, it deploys the application. */
    public Process start() throws IOException, InterruptedException {
        List<String> line = commandLine();
        if (!domain.complete()) {
            Path commands = data.payara().resolve("post-boot");
            PrivateFiles.write(commands, "deploy --name=mayfly --force=true \"" + distribution.ear() + "\"\n");
            line.addAll(List.of("-postbootcommandfile", commands.toString()));
        }
        Process process = Shell.start(line, domain.folder(), data.logs().resolve("payara.out"), Map.of());
        try (OutputStream tokens = process.getOutputStream()) {
            // Payara reads one line, and only takes the master password from it.
            tokens.write(
                    ("AS_ADMIN_MASTERPASSWORD=" + domain.masterPassword() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return process;
    }

    /** Waits until the application says it is ready. @throws OperatorError if it ends or doesn't get there */
    public void awaitReady(Process process) throws IOException, InterruptedException {
        ServerLog log = ServerLog.from(data.logs().resolve("server.log"));
        boolean settled =
                Waiting.until(START_LIMIT, () -> !process.isAlive() || log.deploymentFailed() || readiness.ready());
        if (!settled || !process.isAlive() || log.deploymentFailed()) {
            throw new OperatorError("The server did not become ready. Its reason stands at the end of "
                    + data.logs().resolve("server.log") + " or payara.out beside it.");
        }
        domain.markComplete();
    }

    /** What Payara itself would run, with Mayfly's own properties. */
    private List<String> commandLine() throws IOException, InterruptedException {
        Path domains = data.payara().resolve("domains");
        ServerLog log = ServerLog.from(data.logs().resolve("server.log"));
        Shell.Outcome dry =
                domain.asadmin("start-domain", "--domaindir", domains.toString(), "--dry-run", PayaraDomain.NAME);
        log.cutBack();
        List<String> line = new ArrayList<>(dry.said()
                .lines()
                .dropWhile(text -> !text.endsWith("/java"))
                .takeWhile(text -> !text.startsWith("Command start-domain"))
                .filter(text -> !text.isBlank())
                .toList());
        int main = line.indexOf("com.sun.enterprise.glassfish.bootstrap.ASMain");
        if (!dry.good() || main < 0) {
            throw new OperatorError("Payara did not say how to start its domain in " + data.payara()
                    + ". Stop Mayfly, delete that folder, and start again: it is made anew.");
        }
        line.addAll(
                main,
                List.of(
                        "-Dmayfly.settings=" + ServerProperties.file(data),
                        "-XX:ErrorFile=" + data.logs().resolve("java-crash-%p.log"),
                        "-Djava.io.tmpdir=" + Files.createDirectories(data.run().resolve("tmp"))));
        return line;
    }
}
