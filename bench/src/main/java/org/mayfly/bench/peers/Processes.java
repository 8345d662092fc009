package org.mayfly.bench.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The processes of this machine at one moment, as /proc shows them. */
final class Processes {

    private static final double TICKS_PER_SECOND = 100;

    /** Fields of /proc/PID/stat after the program's name. */
    private static final int PARENT = 1;

    private static final int FIRST_TIME = 11;
    private static final int LAST_TIME = 14;
    private static final int DEEPEST = 20;

    private record Process(int parent, double cpuSeconds) {}

    private final Map<Integer, Process> all = new HashMap<>();

    private Processes() {}

    static Processes now() {
        var now = new Processes();
        try (var folders = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var folder : folders) {
                now.add(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return now;
    }

    private void add(Path folder) {
        try {
            var stat = Files.readString(folder.resolve("stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int i = FIRST_TIME; i <= LAST_TIME; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            var process = new Process(Integer.parseInt(fields[PARENT]), ticks / TICKS_PER_SECOND);
            all.put(Integer.parseInt(folder.getFileName().toString()), process);
        } catch (IOException gone) {
            // It ended meanwhile.
        }
    }

    /** CPU seconds, so far, of those that the files name and of all they started; ended children count for their parent. */
    double cpuSeconds(List<Path> pidFiles) {
        var roots = roots(pidFiles);
        return all.keySet().stream()
                .filter(pid -> isUnder(pid, roots))
                .mapToDouble(pid -> cpuSeconds(pid))
                .sum();
    }

    double cpuSeconds(int pid) {
        var process = all.get(pid);
        return process == null ? 0 : process.cpuSeconds();
    }

    /** Memory of the same in MB; what several share is counted once. */
    long megabytes(List<Path> pidFiles) {
        var roots = roots(pidFiles);
        return all.keySet().stream()
                        .filter(pid -> isUnder(pid, roots))
                        .mapToLong(Processes::kilobytes)
                        .sum()
                / 1024;
    }

    private static long kilobytes(int pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")).stream()
                    .filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                    .sum();
        } catch (IOException gone) {
            return 0;
        }
    }

    private static Set<Integer> roots(List<Path> pidFiles) {
        var pids = new HashSet<Integer>();
        for (var file : pidFiles) {
            try {
                pids.add(Integer.valueOf(Files.readString(file).strip().split("\\s+", 2)[0]));
            } catch (IOException e) {
                throw new IllegalStateException("There is no pid in " + file + ": does the server run?", e);
            }
        }
        return pids;
    }

    private boolean isUnder(int pid, Set<Integer> roots) {
        int each = pid;
        for (int depth = 0; depth < DEEPEST && each > 1; depth++) {
            if (roots.contains(each)) {
                return true;
            }
            var process = all.get(each);
            if (process == null) {
                return false;
            }
            each = process.parent();
        }
        return false;
    }
}
