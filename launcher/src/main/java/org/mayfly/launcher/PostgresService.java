package org.mayfly.launcher;

import org.mayfly.launcher.postgres.EmbeddedPostgres;
import org.mayfly.launcher.process.Service;

import java.io.IOException;

/** The embedded PostgreSQL under supervision. */
record PostgresService(EmbeddedPostgres postgres) implements Service {
    @Override
    public String name() {
        return Installation.POSTGRESQL;
    }

    @Override
    public Process start() throws IOException {
        return postgres.start();
    }

    @Override
    public void awaitReady(Process process) throws InterruptedException {
        postgres.awaitAnswer(process);
    }

    @Override
    public void stop(Process process) throws IOException, InterruptedException {
        postgres.stop();
    }
}
