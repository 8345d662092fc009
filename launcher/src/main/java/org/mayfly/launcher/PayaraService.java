package org.mayfly.launcher;

import org.mayfly.launcher.payara.PayaraServer;
import org.mayfly.launcher.process.Ending;
import org.mayfly.launcher.process.Service;

import java.io.IOException;
import java.time.Duration;

/** The server under supervision. */
record PayaraService(PayaraServer server) implements Service {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public String name() {
        return Installation.PAYARA;
    }

    @Override
    public Process start() throws IOException, InterruptedException {
        return server.start();
    }

    @Override
    public void awaitReady(Process process) throws IOException, InterruptedException {
        server.awaitReady(process);
    }

    @Override
    public void stop(Process process) throws InterruptedException {
        Ending.end(process.toHandle(), PATIENCE);
    }
}
