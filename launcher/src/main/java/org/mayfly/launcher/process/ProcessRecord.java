package org.mayfly.launcher.process;

import org.mayfly.launcher.data.PrivateFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process of this installation, remembered in a file across restarts of the launcher. A pid alone may meanwhile be
 * another program's, so what never repeats is kept and compared too.
 *
 * @param birth the machine's boot and the clock tick after it at which the process began: no clock change moves it
 */
public record ProcessRecord(long pid, String birth) {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final int START_TICKS = 19;

    /** @throws IOException if the process has ended */
    public static ProcessRecord of(ProcessHandle process) throws IOException {
        return new ProcessRecord(process.pid(), birth(process.pid()));
    }

    /** What the file remembers; empty if it is missing or not to be understood. */
    public static Optional<ProcessRecord> read(Path file) {
        try {
            String[] parts = Files.readString(file).strip().split(" ", 2);
            return Optional.of(new ProcessRecord(Long.parseLong(parts[0]), parts[1]));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    public void write(Path file) throws IOException {
        PrivateFiles.write(file, pid + " " + birth + "\n");
    }

    /** The process, if it still runs and is the same one. */
    public Optional<ProcessHandle> alive() {
        try {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(running -> sameBirth());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private boolean sameBirth() {
        try {
            return birth(pid).equals(birth);
        } catch (IOException e) {
            return false;
        }
    }

    private static String birth(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // The second field is the program's name in brackets and may hold anything.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Files.readString(BOOT).strip() + ":" + fields[START_TICKS];
    }
}
