package org.mayfly.messaging.prekey;

import org.mayfly.messaging.config.ServerSettings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * The highest number of a claim that this server saw committed, kept outside the database, where setting the database back
 * does not set it back. Thread-safe.
 *
 * <p>Guarantee: survives the end of this process, however it ends. A power cut may cost what the system had not written
 * yet, some seconds; what is lost is only that a database set back by so little is not noticed.
 */
@Singleton
class HighestClaim {

    static final String FILE = "highest-claim";

    private final FileChannel file;
    private long known;

    /** @throws UncheckedIOException if the state folder can't be written */
    @Inject
    HighestClaim(ServerSettings settings) {
        this(settings.state().resolve(FILE));
    }

    private HighestClaim(Path path) {
        try {
            file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
            var number = ByteBuffer.allocate(Long.BYTES);
            known = file.read(number, 0) == Long.BYTES ? number.getLong(0) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException("the state folder can't be used", e);
        }
    }

    /** 0 where none was seen. */
    synchronized long known() {
        return known;
    }

    synchronized void reached(long number) {
        if (number > known) {
            write(number);
        }
    }

    /** The database numbers from below what was known: from now on that counts. */
    synchronized void setBack(long number) {
        write(number);
    }

    private void write(long number) {
        try {
            file.write(ByteBuffer.allocate(Long.BYTES).putLong(0, number), 0);
            known = number;
        } catch (IOException e) {
            throw new UncheckedIOException("the state folder can't be written", e);
        }
    }

    @PreDestroy
    void close() {
        try (file) {
            file.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException("the state folder can't be written", e);
        }
    }
}
