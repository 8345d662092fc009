package org.mayfly.launcher.command;

import org.mayfly.launcher.Installation;

import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells which processes run: a line {@code NAME pid=N} each. */
final class Status {
    /** Everything runs and requests are served. */
    static final int SERVING = 0;
    /** Some of it runs: it is starting, or something is being restarted. */
    static final int PARTLY = 1;
    /** Nothing runs. */
    static final int STOPPED = 3;

    private final Installation installation;
    private final PrintStream out;

    Status(Installation installation, PrintStream out) {
        this.installation = installation;
        this.out = out;
    }

    int tell() {
        List<String> names = new ArrayList<>(List.of(Installation.LAUNCHER));
        if (installation.embedded()) {
            names.add(Installation.POSTGRESQL);
        }
        names.add(Installation.PAYARA);
        int running = 0;
        for (String name : names) {
            Optional<ProcessHandle> process = installation.process(name);
            process.ifPresent(found -> out.println(name + " pid=" + found.pid()));
            running += process.isPresent() ? 1 : 0;
        }
        if (running == 0) {
            out.println("Mayfly is not running.");
            return STOPPED;
        }
        return running == names.size() && Files.exists(installation.data().announcement()) ? SERVING : PARTLY;
    }
}
