package org.mayfly.launcher.command;

import org.mayfly.launcher.Installation;
import org.mayfly.launcher.Orphans;
import org.mayfly.launcher.process.Ending;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;

/** Stops the installation, also one whose launcher was killed; returns when every process has ended. */
final class Stop {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Installation installation;
    private final PrintStream out;

    Stop(Installation installation, PrintStream out) {
        this.installation = installation;
        this.out = out;
    }

    void stop() throws IOException, InterruptedException {
        Optional<ProcessHandle> launcher = installation.process(Installation.LAUNCHER);
        if (launcher.isPresent()) {
            Ending.end(launcher.get(), PATIENCE);
        }
        Orphans.stop(installation, out::println);
        Files.deleteIfExists(installation.record(Installation.LAUNCHER));
        out.println(launcher.isPresent() ? "Mayfly has stopped." : "Mayfly was not running.");
    }
}
