package org.mayfly.launcher;

import org.mayfly.launcher.postgres.EmbeddedPostgres;
import org.mayfly.launcher.process.Ending;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Consumer;

/** Stops what a killed launcher left running, so that the next one starts from rest. Touches no other program. */
public final class Orphans {
    private Orphans() {}

    public static void stop(Installation installation, Consumer<String> say) throws IOException, InterruptedException {
        Optional<ProcessHandle> payara = installation.process(Installation.PAYARA);
        if (payara.isPresent()) {
            say.accept("Stopping the server that an earlier start left running.");
            Ending.end(payara.get(), PayaraService.PATIENCE);
        }
        Optional<ProcessHandle> postgresql = installation.process(Installation.POSTGRESQL);
        if (postgresql.isPresent()) {
            say.accept("Stopping PostgreSQL, which an earlier start left running.");
            EmbeddedPostgres.stop(installation.data());
            Ending.end(postgresql.get(), PayaraService.PATIENCE);
        }
        Files.deleteIfExists(installation.record(Installation.PAYARA));
        Files.deleteIfExists(installation.record(Installation.POSTGRESQL));
        Files.deleteIfExists(installation.data().announcement());
    }
}
