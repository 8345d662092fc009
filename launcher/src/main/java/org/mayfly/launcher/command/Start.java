package org.mayfly.launcher.command;

import org.mayfly.launcher.Distribution;
import org.mayfly.launcher.Installation;
import org.mayfly.launcher.OperatorError;
import org.mayfly.launcher.data.InstallationLock;
import org.mayfly.launcher.process.Shell;
import org.mayfly.launcher.process.Waiting;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the installation in the background; returns when it serves. */
final class Start {
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final Distribution distribution;
    private final Installation installation;
    private final Map<String, String> environment;
    private final PrintStream out;

    Start(Distribution distribution, Installation installation, Map<String, String> environment, PrintStream out) {
        this.distribution = distribution;
        this.installation = installation;
        this.environment = environment;
        this.out = out;
    }

    void start() throws IOException, InterruptedException {
        InstallationLock.take(installation.data()).close();
        Files.deleteIfExists(installation.data().announcement());
        Path log = installation.data().logs().resolve("launcher.log");
        long begin = Files.exists(log) ? Files.size(log) : 0;
        Process process = Shell.start(commandLine(), installation.data().root(), log, inherited());
        process.getOutputStream().close();
        boolean settled = Waiting.until(
                LIMIT,
                () -> !process.isAlive() || Files.exists(installation.data().announcement()));
        if (!process.isAlive()) {
            throw new OperatorError(reason(log, begin));
        }
        if (!settled) {
            throw new OperatorError("Mayfly has not become ready in " + LIMIT.toMinutes()
                    + " minutes and goes on trying." + " See " + log + "; stop it with: bin/mayfly stop");
        }
        out.print(Files.readString(installation.data().announcement()));
    }

    private List<String> commandLine() {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(Main.JAVA_OPTIONS);
        line.addAll(List.of(
                "-Dmayfly.home=" + distribution.root(),
                "-cp",
                distribution.root().resolve("lib") + File.separator + "*",
                Main.class.getName(),
                "run"));
        return line;
    }

    private Map<String, String> inherited() {
        Map<String, String> inherited = new HashMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith("MAYFLY_")) {
                inherited.put(name, value);
            }
        });
        inherited.put("MAYFLY_DATA", installation.data().root().toString());
        return inherited;
    }

    private static String reason(Path log, long begin) throws IOException {
        String all = Files.readString(log);
        String fresh = all.substring((int) Math.min(begin, all.length()));
        return fresh.strip()
                .lines()
                .reduce((first, last) -> last)
                .map(line -> line.startsWith(Main.COMPLAINT) ? line.substring(Main.COMPLAINT.length()) : line)
                .orElse("Mayfly ended without a reason; see " + log);
    }
}
