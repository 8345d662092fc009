package org.mayfly.system.story;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The memory of a browser's processes: all that can be read and written and has been, freed or not. */
final class ProcessMemory {

    private static final int PAGE = 4096;
    private static final int ENTRY = 8;

    /** Pages of one system call. */
    private static final int RUN = 256;

    private ProcessMemory() {}

    /** All processes of the browser that has this profile open. */
    static List<ProcessHandle> of(BrowserProfile browser) {
        var folder = "--user-data-dir=" + browser.folder();
        return ProcessHandle.allProcesses()
                .filter(process -> arguments(process).anyMatch(folder::equals))
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .distinct()
                .toList();
    }

    private static Stream<String> arguments(ProcessHandle process) {
        try {
            return Stream.of(Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                    .split("[\0 ]"));
        } catch (IOException ended) {
            return Stream.empty();
        }
    }

    /** Copies the memory of a process into a file; returns how many bytes. */
    static long copy(ProcessHandle process, Path target) throws IOException {
        var folder = Path.of("/proc", Long.toString(process.pid()));
        try (var memory = new RandomAccessFile(folder.resolve("mem").toFile(), "r");
                var pages = new RandomAccessFile(folder.resolve("pagemap").toFile(), "r");
                var out = Files.newOutputStream(target)) {
            long copied = 0;
            for (var line : Files.readAllLines(folder.resolve("maps"))) {
                var fields = line.split(" +");
                if (fields[1].startsWith("rw")) {
                    var range = fields[0].split("-");
                    long from = Long.parseUnsignedLong(range[0], 16);
                    long to = Long.parseUnsignedLong(range[1], 16);
                    for (long at = from; at < to; at += (long) RUN * PAGE) {
                        copied += copy(memory, pages, at, (int) Math.min(RUN, (to - at) / PAGE), out);
                    }
                }
            }
            return copied;
        }
    }

    /** Of some pages in a row those that there are. */
    private static long copy(RandomAccessFile memory, RandomAccessFile pages, long at, int count, OutputStream out)
            throws IOException {
        var entries = new byte[count * ENTRY];
        pages.seek(at / PAGE * ENTRY);
        pages.readFully(entries);
        var block = new byte[RUN * PAGE];
        long copied = 0;
        for (int first = 0; first < count; first++) {
            int next = first;
            while (next < count && isThere(entries, next)) {
                next++;
            }
            if (next > first) {
                int length = read(memory, at + (long) first * PAGE, block, (next - first) * PAGE);
                out.write(block, 0, Math.max(0, length));
                copied += Math.max(0, length);
                first = next;
            }
        }
        return copied;
    }

    /** In memory, or swapped out: the two highest bits, the lowest byte first. */
    private static boolean isThere(byte[] entries, int page) {
        return (entries[page * ENTRY + ENTRY - 1] & 0xc0) != 0;
    }

    /** -1 where the process may not be read there, as in a region of a device. */
    private static int read(RandomAccessFile memory, long at, byte[] block, int length) {
        try {
            memory.seek(at);
            return memory.read(block, 0, length);
        } catch (IOException unreadable) {
            return -1;
        }
    }
}
