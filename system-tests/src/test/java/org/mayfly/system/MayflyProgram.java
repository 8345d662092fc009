package org.mayfly.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * {@code bin/mayfly} of an unpacked archive, as an operator calls it.
 *
 * @param home the unpacked archive
 * @param settings MAYFLY_… variables
 */
public record MayflyProgram(Path home, Map<String, String> settings) {
    /** What a call left behind. */
    public record Outcome(int exitCode, String output, String errors) {}

    static MayflyProgram at(Path home, Path data) {
        return new MayflyProgram(home, Map.of("MAYFLY_DATA", data.toString()));
    }

    /** The archive of this build, unpacked afresh, with a new data folder and free ports. */
    public static MayflyProgram unpacked() throws IOException, InterruptedException {
        Path target = Path.of(System.getProperty("mayfly.unpack", "target")).toAbsolutePath();
        Path folder = Files.createTempDirectory(Files.createDirectories(target), "installation-");
        Process tar = new ProcessBuilder("tar", "-xzf", archive().toString(), "-C", folder.toString())
                .inheritIO()
                .start();
        if (tar.waitFor() != 0) {
            throw new IOException("the archive could not be unpacked");
        }
        try (Stream<Path> unpacked = Files.list(folder)) {
            Map<String, String> settings = new TreeMap<>();
            settings.put("MAYFLY_DATA", folder.resolve("data").toString());
            settings.put("MAYFLY_HTTPS_PORT", Integer.toString(freePort()));
            settings.put("MAYFLY_ADMIN_PORT", Integer.toString(freePort()));
            return new MayflyProgram(unpacked.findFirst().orElseThrow(), settings);
        }
    }

    /** The one runnable archive of this build. */
    public static Path archive() throws IOException {
        Path folder = Path.of(System.getProperty("mayfly.archive.folder", "../ear/target"));
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("mayfly-.*\\.tar\\.gz"))
                    .max(Comparator.comparing(file -> file.toFile().lastModified()))
                    .orElseThrow(() -> new IOException("no archive in " + folder + ": build the module ear first"));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public Path data() {
        return Path.of(settings.get("MAYFLY_DATA"));
    }

    /** The same program with another setting. */
    public MayflyProgram with(String variable, String value) {
        Map<String, String> changed = new TreeMap<>(settings);
        changed.put(variable, value);
        return new MayflyProgram(home, changed);
    }

    /** Returns when requests are served. */
    public void start() throws IOException, InterruptedException {
        succeed("start");
    }

    /** Returns when every process has ended. */
    public void stop() throws IOException, InterruptedException {
        succeed("stop");
    }

    void stopQuietly() {
        try {
            run("stop");
        } catch (IOException e) {
            System.err.println("the installation was not stopped: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void succeed(String command) throws IOException, InterruptedException {
        Outcome outcome = run(command);
        if (outcome.exitCode() != 0) {
            throw new IOException("bin/mayfly " + command + ": " + outcome.errors());
        }
    }

    /** Calls the program and waits for its end. */
    public Outcome run(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(home.resolve("bin/mayfly").toString()));
        line.addAll(List.of(arguments));
        Path errors = Files.createTempFile("mayfly", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(line).redirectError(errors.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("MAYFLY_"));
            builder.environment().putAll(settings);
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output, Files.readString(errors));
        } finally {
            Files.delete(errors);
        }
    }
}
