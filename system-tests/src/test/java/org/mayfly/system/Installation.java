package org.mayfly.system;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The installation that system tests run against: the archive of this build, unpacked, started by {@code bin/mayfly} on
 * free ports when a test first asks for it, shared by all tests of the JVM, and stopped at its end.
 *
 * <p>With the system properties {@code mayfly.home} and {@code mayfly.data} an installation that already runs is used
 * and left running.
 */
public final class Installation {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Pattern LINK = Pattern.compile("https://\\S+/admin/set-up#\\S+");

    private final MayflyProgram program;
    private final Path data;
    private final HttpClient client;
    private final Properties addresses;

    private Installation(MayflyProgram program, Path data) throws IOException, GeneralSecurityException {
        this.program = program;
        this.data = data;
        this.client = HttpClient.newBuilder()
                .sslContext(trusting(data.resolve("tls/ca.pem")))
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        this.addresses = new Properties();
        try (InputStream in = Files.newInputStream(data.resolve("run/server.properties"))) {
            addresses.load(in);
        }
    }

    private static final class Shared {
        private static final Installation RUNNING = obtain();
    }

    /** The shared installation, running and ready. */
    public static Installation running() {
        return Shared.RUNNING;
    }

    private static Installation obtain() {
        try {
            String home = System.getProperty("mayfly.home");
            if (home != null) {
                Path data = Path.of(System.getProperty("mayfly.data"));
                return new Installation(MayflyProgram.at(Path.of(home), data), data);
            }
            MayflyProgram program = MayflyProgram.unpacked();
            program.start();
            Installation installation = new Installation(program, program.data());
            Runtime.getRuntime().addShutdownHook(new Thread(program::stopQuietly, "stop-installation"));
            return installation;
        } catch (Exception e) {
            throw new IllegalStateException("the installation could not be started", e);
        }
    }

    /** The messenger's origin, without a slash at its end. */
    public URI publicUrl() {
        return URI.create(addresses.getProperty("public-url"));
    }

    /** The portal's origin, without a slash at its end. */
    public URI adminUrl() {
        return URI.create(addresses.getProperty("admin-url"));
    }

    /** The data folder. */
    public Path data() {
        return data;
    }

    /** The unpacked archive. */
    public Path home() {
        return program.home();
    }

    /** The certificate that clients must trust. */
    public Path certificateAuthority() {
        return data.resolve("tls/ca.pem");
    }

    /** A client that trusts this installation and nothing else; it follows no redirect. */
    public HttpClient client() {
        return client;
    }

    /** What {@code GET address} answers. */
    public HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The one-time link that the last start printed; only while there is no administrator. */
    public URI setUpLink() throws IOException {
        Matcher link = LINK.matcher(Files.readString(data.resolve("run/announcement")));
        assertThat(link.find()).as("a set-up link was announced").isTrue();
        return URI.create(link.group());
    }

    /** A fresh API token of scope admin. */
    public String createToken(String name) throws IOException, InterruptedException {
        return createToken(name, "admin");
    }

    /** A fresh API token of a scope: admin or metrics. */
    public String createToken(String name, String scope) throws IOException, InterruptedException {
        MayflyProgram.Outcome outcome = program.run("token", "create", "--name", name, "--scope", scope);
        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        return outcome.output().strip();
    }

    /** The program that runs it, with its settings. */
    public MayflyProgram program() {
        return program;
    }

    /** Runs {@code bin/mayfly} with this installation's data folder and settings. */
    public MayflyProgram.Outcome mayfly(String... arguments) throws IOException, InterruptedException {
        return program.run(arguments);
    }

    /** A connection as the role that owns the schema. The caller closes it. */
    public Connection database() throws IOException, SQLException {
        return database("mayfly_owner", "database-owner");
    }

    /** A connection as the role that the server uses. The caller closes it. */
    public Connection databaseAsServer() throws IOException, SQLException {
        return database("mayfly_app", "database-app");
    }

    /** A connection as the role that owns the cluster, which the server never uses. The caller closes it. */
    public Connection databaseAsSuperuser() throws IOException, SQLException {
        return database("postgres", "database-superuser");
    }

    /** A connection as that role to the cluster itself, beside Mayfly's database. The caller closes it. */
    public Connection cluster() throws IOException, SQLException {
        return database("postgres", "postgres", "database-superuser");
    }

    /** All that the database knows is in its files when this returns. */
    public void writeOut() throws IOException, SQLException {
        try (Connection database = databaseAsSuperuser();
                Statement statement = database.createStatement()) {
            statement.execute("CHECKPOINT");
            statement.execute("SELECT pg_switch_wal()");
        }
    }

    private Connection database(String role, String secret) throws IOException, SQLException {
        return database("mayfly", role, secret);
    }

    private Connection database(String name, String role, String secret) throws IOException, SQLException {
        String port = Files.readString(data.resolve("postgresql/port")).strip();
        String password =
                Files.readString(data.resolve("secrets").resolve(secret)).strip();
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + name, role, password);
    }

    /** The process that {@code status} shows by this name: launcher, postgresql or payara. */
    public ProcessHandle process(String name) throws IOException {
        String record = Files.readString(data.resolve("run").resolve(name + ".pid"));
        return ProcessHandle.of(Long.parseLong(record.strip().split(" ", 2)[0])).orElseThrow();
    }

    /** Kills a process without warning and returns once another has taken its place and requests are served again. */
    public void kill(String name) throws IOException, InterruptedException {
        ProcessHandle killed = process(name);
        killed.destroyForcibly();
        killed.onExit().join();
        awaitSuccessor(name, killed.pid());
        awaitReady();
    }

    private void awaitSuccessor(String name, long before) throws InterruptedException {
        await("another " + name + " runs", () -> {
            try {
                ProcessHandle now = process(name);
                return now.pid() != before && now.isAlive();
            } catch (IOException | RuntimeException e) {
                return false;
            }
        });
    }

    /** Stops it in order. The next test expects it running: start it again. */
    public void stop() throws IOException, InterruptedException {
        program.stop();
    }

    /** Starts it after {@link #stop}. */
    public void start() throws IOException, InterruptedException {
        program.start();
    }

    /** Whether requests are served at this moment. */
    public boolean ready() {
        try {
            return get(publicUrl().resolve("/api/v1/ready")).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Returns once requests are served. */
    public void awaitReady() throws InterruptedException {
        await("requests are served", this::ready);
    }

    /** Returns once a condition holds; fails after five minutes. */
    public void await(String condition, BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within " + LIMIT + ": " + condition + "; see " + data.resolve("logs"));
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static SSLContext trusting(Path authority) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(authority)) {
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), new SecureRandom());
        return context;
    }
}
