package org.mayfly.launcher.command;

import org.mayfly.launcher.Distribution;
import org.mayfly.launcher.Installation;
import org.mayfly.launcher.Launch;
import org.mayfly.launcher.Orphans;
import org.mayfly.launcher.data.Folders;
import org.mayfly.launcher.data.InstallationLock;
import org.mayfly.launcher.data.PrivateFiles;
import org.mayfly.launcher.process.Port;
import org.mayfly.launcher.process.ProcessRecord;
import org.mayfly.launcher.process.Supervisor;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/** Runs the installation in the foreground until it is told to stop (Ctrl-C or SIGTERM). */
final class Run {
    private final Distribution distribution;
    private final Installation installation;
    private final PrintStream out;

    Run(Distribution distribution, Installation installation, PrintStream out) {
        this.distribution = distribution;
        this.installation = installation;
        this.out = out;
    }

    /** Returns only by an exception; a stop ends the Java process, after the services have ended in order. */
    void run() throws Exception {
        InstallationLock lock = InstallationLock.take(installation.data());
        Orphans.stop(installation, out::println);
        Port.needFree(installation.settings().listen(), installation.settings().httpsPort(), "MAYFLY_HTTPS_PORT");
        Port.needFree(installation.settings().listen(), installation.settings().adminPort(), "MAYFLY_ADMIN_PORT");
        Folders.delete(installation.data().run().resolve("tmp"));
        ProcessRecord.of(ProcessHandle.current()).write(installation.record(Installation.LAUNCHER));
        Supervisor supervisor = new Supervisor(installation.data().run(), out::println);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(supervisor, lock), "stop"));
        String announcement = new Launch(
                        distribution, installation, Clock.systemUTC(), new SecureRandom(), out::println)
                .launch(supervisor);
        PrivateFiles.write(installation.data().announcement(), announcement);
        out.print(announcement);
        out.flush();
        new CountDownLatch(1).await();
    }

    private void stop(Supervisor supervisor, InstallationLock lock) {
        try {
            Files.deleteIfExists(installation.data().announcement());
            supervisor.stop();
            Files.deleteIfExists(installation.record(Installation.LAUNCHER));
            lock.close();
        } catch (IOException e) {
            out.println("Mayfly did not stop in order: " + e.getMessage());
        }
    }
}
