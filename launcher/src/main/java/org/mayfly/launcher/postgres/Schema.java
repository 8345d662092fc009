package org.mayfly.launcher.postgres;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.mayfly.config.DatabaseSettings;
import org.mayfly.launcher.OperatorError;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Brings the schema to this version, as its owner. An older or newer one is never touched by accident. */
public final class Schema {
    private static final Logger FLYWAY = Logger.getLogger("org.flywaydb");

    private Schema() {}

    /** @throws OperatorError if the database can't be reached, was changed by hand or belongs to a newer Mayfly */
    public static void migrate(Database database) {
        FLYWAY.setLevel(Level.WARNING);
        try {
            Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(database.url(), DatabaseSettings.OWNER, database.ownerPassword())
                    .locations("classpath:db/migration")
                    .cleanDisabled(true)
                    .validateMigrationNaming(true)
                    .ignoreMigrationPatterns(new String[0])
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new OperatorError(
                    "The database schema could not be brought to this version: "
                            + String.valueOf(e.getMessage())
                                    .strip()
                                    .lines()
                                    .findFirst()
                                    .orElse("no reason given")
                            + ". Restore the version of Mayfly that used this data folder last, or see docs/admin.md.",
                    e);
        }
    }
}
