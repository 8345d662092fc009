package org.mayfly.system.story;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The memory of a browser's processes: all that can be read and written, freed or not. */
final class ProcessMemory {

    private static final int BLOCK = 1 << 20;

    private ProcessMemory() {}

    /** The pages' processes of the browser that has this profile open. */
    static List<ProcessHandle> renderers(BrowserProfile browser) {
        var folder = "--user-data-dir=" + browser.folder();
        return ProcessHandle.allProcesses()
                .filter(process -> arguments(process).anyMatch(folder::equals))
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .filter(process -> arguments(process).anyMatch("--type=renderer"::equals))
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
        long copied = 0;
        try (var memory = new RandomAccessFile(folder.resolve("mem").toFile(), "r");
                var out = Files.newOutputStream(target)) {
            var block = new byte[BLOCK];
            for (var line : Files.readAllLines(folder.resolve("maps"))) {
                var fields = line.split(" +");
                if (!fields[1].startsWith("rw")) {
                    continue;
                }
                var range = fields[0].split("-");
                long at = Long.parseUnsignedLong(range[0], 16);
                long end = Long.parseUnsignedLong(range[1], 16);
                while (at < end) {
                    int length = read(memory, at, block, (int) Math.min(BLOCK, end - at));
                    if (length <= 0) {
                        break;
                    }
                    out.write(block, 0, length);
                    at += length;
                    copied += length;
                }
            }
        }
        return copied;
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
