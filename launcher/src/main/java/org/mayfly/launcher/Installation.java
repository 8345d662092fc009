package org.mayfly.launcher;

import org.mayfly.config.DatabaseSettings;
import org.mayfly.config.Settings;
import org.mayfly.launcher.data.DataFolder;
import org.mayfly.launcher.data.Secrets;
import org.mayfly.launcher.postgres.Database;
import org.mayfly.launcher.process.ProcessRecord;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What can be said of an installation from outside: its processes and its database, whoever started them. */
public record Installation(Settings settings, DataFolder data) {
    public static final String LAUNCHER = "launcher";
    public static final String POSTGRESQL = "postgresql";
    public static final String PAYARA = "payara";

    /** The process of that name, if it runs. */
    public Optional<ProcessHandle> process(String name) {
        return ProcessRecord.read(record(name)).flatMap(ProcessRecord::alive);
    }

    public Path record(String name) {
        return data.run().resolve(name + ".pid");
    }

    public boolean embedded() {
        return settings.database() instanceof DatabaseSettings.Embedded;
    }

    /** The database as the settings and the data folder describe it. @throws OperatorError if it was never started */
    public Database database() throws IOException {
        if (settings.database() instanceof DatabaseSettings.External external) {
            return new Database(
                    external.url(), Secrets.read(external.ownerPassword()), Secrets.read(external.appPassword()));
        }
        Path port = data.postgresql().resolve("port");
        Path password = data.secrets().resolve("database-owner");
        if (!Files.exists(port) || !Files.exists(password)) {
            throw new OperatorError("There is no database in " + data.root() + " yet. Run: bin/mayfly start");
        }
        return new Database(
                "jdbc:postgresql://127.0.0.1:" + Files.readString(port).strip() + "/mayfly",
                Secrets.read(password),
                Secrets.read(data.secrets().resolve("database-app")));
    }
}
