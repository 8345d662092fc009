package org.mayfly.launcher.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Starts programs the way an installation needs them: in a session of their own, so that Ctrl-C reaches the launcher
 * only; with files for this user only; without core dumps, which would hold memory. The pid is the program's.
 */
public final class Shell {
    private static final String WRAPPER = "umask 077; ulimit -c 0; exec setsid \"$@\"";

    private Shell() {}

    /**
     * @param log where output goes, appended
     * @param environment added to a nearly empty one
     */
    public static Process start(List<String> command, Path directory, Path log, Map<String, String> environment)
            throws IOException {
        List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", WRAPPER, "mayfly"));
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment()
                .keySet()
                .removeIf(name -> !List.of("PATH", "HOME", "LANG", "TZ").contains(name));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Runs a program to its end. @return what it said, standard output and errors together */
    public static Outcome run(List<String> command, File directory, String input, Map<String, String> environment)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", WRAPPER, "mayfly"));
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line).directory(directory).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (var out = process.getOutputStream()) {
            out.write(input.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        return new Outcome(process.waitFor(), said);
    }

    public record Outcome(int exitCode, String said) {
        public boolean good() {
            return exitCode == 0;
        }
    }
}
