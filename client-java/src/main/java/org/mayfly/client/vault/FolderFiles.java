package org.mayfly.client.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** {@link VaultFiles} in a folder: {@code slots}, {@code journal}, {@code log}. */
final class FolderFiles implements VaultFiles {

    private final Path folder;
    private final DurableFile slots;
    private final DurableFile journal;
    private DurableFile log;

    FolderFiles(Path folder) {
        this.folder = folder;
        this.slots = new ChannelFile(folder.resolve("slots"));
        this.journal = new ChannelFile(folder.resolve("journal"));
        this.log = new ChannelFile(folder.resolve("log"));
    }

    @Override
    public DurableFile slots() {
        return slots;
    }

    @Override
    public DurableFile journal() {
        return journal;
    }

    @Override
    public DurableFile log() {
        return log;
    }

    @Override
    public void replaceLog(Iterable<byte[]> content) {
        var next = folder.resolve("log.next");
        try {
            Files.deleteIfExists(next);
            try (var file = new ChannelFile(next)) {
                var offset = 0L;
                for (var part : content) {
                    file.write(offset, part);
                    offset += part.length;
                }
                file.force();
            }
            log.close();
            Files.move(next, folder.resolve("log"), StandardCopyOption.ATOMIC_MOVE);
            try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
            log = new ChannelFile(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void erase() {
        close();
        var erasure = new FolderErasure(folder);
        erasure.begin();
        erasure.carryOut();
    }

    @Override
    public void close() {
        slots.close();
        journal.close();
        log.close();
    }
}
