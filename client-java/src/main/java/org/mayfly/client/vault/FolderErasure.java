package org.mayfly.client.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The end of a home. All that ever held a key or content is overwritten in place, the device key first, and then removed;
 * {@code removed}, an empty file, stays and says why there is no device. Stopped half-way it is carried on by the next
 * process that takes the folder.
 */
record FolderErasure(Path folder) {

    private static final List<String> FILES = List.of("device.key", "slots", "journal", "log", "log.next");
    private static final int PIECE = 64 << 10;

    boolean isBegun() {
        return Files.exists(mark());
    }

    /** The device is out of its account for good: durable before the first byte is overwritten. */
    void begin() {
        try (var file = new ChannelFile(mark())) {
            file.force();
        }
        flushFolder();
    }

    /** Overwrites and removes what is there. */
    void carryOut() {
        try {
            for (var name : FILES) {
                overwrite(folder.resolve(name));
            }
            for (var name : FILES) {
                Files.deleteIfExists(folder.resolve(name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        flushFolder();
    }

    /** Another device moves in. */
    void forget() throws IOException {
        Files.deleteIfExists(mark());
    }

    private static void overwrite(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (var file = new ChannelFile(path)) {
            var size = file.size();
            for (var offset = 0L; offset < size; offset += PIECE) {
                file.write(offset, new byte[Math.toIntExact(Math.min(PIECE, size - offset))]);
            }
            file.force();
        }
    }

    private Path mark() {
        return folder.resolve("removed");
    }

    private void flushFolder() {
        try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
