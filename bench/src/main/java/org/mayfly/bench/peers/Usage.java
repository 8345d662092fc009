package org.mayfly.bench.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * CPU seconds used so far.
 *
 * @param server with its database
 * @param database the part of it that is not the server's own
 * @param client of this program
 * @param machine of all there is
 */
record Usage(double server, double database, double client, double machine) {

    private static final double TICKS_PER_SECOND = 100;
    private static final int BUSY_FIELDS = 9;
    private static final int IDLE = 4;
    private static final int WAITING = 5;

    static Usage now(Target target) {
        var processes = Processes.now();
        double all = processes.cpuSeconds(target.pidFiles());
        double own = processes.cpuSeconds(target.pidFiles().subList(0, 1));
        double client = processes.cpuSeconds((int) ProcessHandle.current().pid());
        return new Usage(all, all - own, client, machineSeconds());
    }

    static long megabytes(Target target) {
        return Processes.now().megabytes(target.pidFiles());
    }

    Usage since(Usage earlier) {
        return new Usage(
                server - earlier.server,
                database - earlier.database,
                client - earlier.client,
                machine - earlier.machine);
    }

    /** What neither the peer nor this program used. */
    double other() {
        return machine - server - client;
    }

    private static double machineSeconds() {
        try {
            var fields = Files.readString(Path.of("/proc/stat"))
                    .lines()
                    .findFirst()
                    .orElseThrow()
                    .split("\\s+");
            long ticks = 0;
            for (int i = 1; i < BUSY_FIELDS; i++) {
                if (i != IDLE && i != WAITING) {
                    ticks += Long.parseLong(fields[i]);
                }
            }
            return ticks / TICKS_PER_SECOND;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
