package org.mayfly.launcher.payara;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What Payara wrote to its log from a moment on: a command at boot that fails is told nowhere else.
 *
 * @param begin length of the file at that moment
 */
record ServerLog(Path file, long begin) {
    static ServerLog from(Path file) throws IOException {
        return new ServerLog(file, Files.exists(file) ? Files.size(file) : 0);
    }

    /** Takes away what was written since: Payara's tools add lines of another form, with every argument of the server. */
    void cutBack() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(begin);
        }
    }

    boolean deploymentFailed() {
        try {
            if (!Files.exists(file)) {
                return false;
            }
            byte[] all = Files.readAllBytes(file);
            int from = all.length >= begin ? (int) begin : 0;
            return new String(all, from, all.length - from, StandardCharsets.UTF_8)
                    .contains("Boot Command deploy failed");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
