package org.mayfly.launcher;

import org.mayfly.config.TlsSettings;
import org.mayfly.launcher.access.RecoveryBundles;
import org.mayfly.launcher.access.SetUp;
import org.mayfly.launcher.access.SetUpCode;
import org.mayfly.launcher.data.DataFolder;
import org.mayfly.launcher.data.RecoverySeeds;
import org.mayfly.launcher.data.Secrets;
import org.mayfly.launcher.payara.PayaraServer;
import org.mayfly.launcher.postgres.Database;
import org.mayfly.launcher.postgres.EmbeddedPostgres;
import org.mayfly.launcher.postgres.Roles;
import org.mayfly.launcher.postgres.Schema;
import org.mayfly.launcher.process.Supervisor;
import org.mayfly.launcher.tls.ServerCertificate;

import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/** The way from stopped to serving: database, schema, certificate, server. */
public final class Launch {
    private final Distribution distribution;
    private final Installation installation;
    private final Clock clock;
    private final SecureRandom random;
    private final Consumer<String> say;

    public Launch(
            Distribution distribution,
            Installation installation,
            Clock clock,
            SecureRandom random,
            Consumer<String> say) {
        this.distribution = distribution;
        this.installation = installation;
        this.clock = clock;
        this.random = random;
        this.say = say;
    }

    /** Returns when requests are served. @return what people are told: addresses, and how to begin */
    public String launch(Supervisor supervisor) throws Exception {
        Database database = database(supervisor);
        Schema.migrate(database);
        seeds(database);
        Optional<SetUpCode> code = new SetUp(database, clock, random).renew();
        say.accept("Starting the server …");
        DataFolder data = installation.data();
        ServerCertificate certificate = ServerCertificate.obtain(installation.settings(), data.tls(), clock, random);
        PayaraServer server = PayaraServer.prepare(distribution, data, installation.settings(), database, certificate);
        supervisor.run(new PayaraService(server));
        return announcement(code);
    }

    private Database database(Supervisor supervisor) throws Exception {
        if (!installation.embedded()) {
            return installation.database();
        }
        boolean first = !Files.exists(installation.data().postgresql());
        say.accept(first ? "Making the database …" : "Starting the database …");
        Secrets secrets = new Secrets(installation.data(), random);
        EmbeddedPostgres postgres = EmbeddedPostgres.prepare(installation.data(), secrets);
        supervisor.run(new PostgresService(postgres));
        return new Roles(postgres, secrets).ensure();
    }

    /** Makes the first seed, unless people's bundles already need one that is lost. */
    private void seeds(Database database) throws Exception {
        RecoverySeeds seeds = new RecoverySeeds(installation.data(), random);
        if (!seeds.exist() && new RecoveryBundles(database).needSeeds()) {
            throw new OperatorError(
                    "The file recovery-seeds in " + installation.data().serverSecrets()
                            + " is gone. Restore it from its backup: without it nobody of this installation can sign in again by passphrase.");
        }
        seeds.make();
    }

    private String announcement(Optional<SetUpCode> code) {
        StringBuilder text = new StringBuilder("\nMayfly is ready.\n");
        text.append("  Messenger  ").append(installation.settings().publicUrl()).append('\n');
        text.append("  Portal     ").append(installation.settings().adminUrl()).append("/admin/\n");
        text.append("  Data       ").append(installation.data().root()).append('\n');
        if (installation.settings().tls() instanceof TlsSettings.LocalAuthority) {
            text.append(
                            "\nBrowsers must trust this installation's certificate authority once. Import as an authority:\n  ")
                    .append(installation.data().tls().resolve("ca.pem"))
                    .append('\n');
        }
        code.ifPresent(fresh -> text.append(
                        "\nMake the first administrator with this one-time link (a new one at each start):\n  ")
                .append(installation.settings().adminUrl())
                .append("/admin/set-up#")
                .append(fresh.grouped())
                .append('\n'));
        return text.append('\n').toString();
    }
}
