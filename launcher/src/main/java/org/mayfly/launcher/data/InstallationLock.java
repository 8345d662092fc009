package org.mayfly.launcher.data;

import org.mayfly.launcher.OperatorError;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Held by the one launcher of a data folder for as long as it lives; the system frees it when the process ends. */
public final class InstallationLock implements AutoCloseable {
    private final FileChannel channel;

    private InstallationLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws OperatorError if another launcher holds it */
    public static InstallationLock take(DataFolder data) throws IOException {
        Path file = data.run().resolve("lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new InstallationLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very process: refused like any other holder.
        }
        channel.close();
        throw new OperatorError("Mayfly already runs with the data folder " + data.root()
                + ". See: bin/mayfly status; stop it with: bin/mayfly stop");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
