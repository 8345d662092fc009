package org.mayfly.messaging.prekey;

import org.mayfly.messaging.config.ServerSettings;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * The highest number of a claim that this server saw committed, kept outside the database, where setting the database back
 * does not set it back. Thread-safe.
 *
 * <p>Guarantee: survives the end of this process, however it ends. A power cut, or a disk that refuses, may cost what came
 * last; what is lost is only that a database set back by so little is not noticed after a restart.
 */
@Singleton
class HighestClaim {

    static final String FILE = "highest-claim";

    private static final System.Logger LOG = System.getLogger(HighestClaim.class.getName());

    private final RandomAccessFile file;
    private long known;
    private boolean begun;

    /** @throws UncheckedIOException if the state folder can't be written */
    @Inject
    HighestClaim(ServerSettings settings) {
        this(settings.state().resolve(FILE));
    }

    private HighestClaim(Path path) {
        try {
            file = new RandomAccessFile(path.toFile(), "rw");
            known = file.length() < Long.BYTES ? 0 : file.readLong();
        } catch (IOException e) {
            throw new UncheckedIOException("the state folder can't be used", e);
        }
    }

    /** 0 where none was seen. */
    synchronized long known() {
        return known;
    }

    /**
     * Whether this server knows of no claim and the database of some. Not so once this server drew the first one, though it
     * may not have seen it committed yet.
     */
    synchronized boolean isStrangeTo(long number) {
        begun |= number == 1;
        return known == 0 && !begun;
    }

    synchronized void reached(long number) {
        if (number > known) {
            keep(number);
        }
    }

    /** The database numbers from below what was known: from now on that counts. */
    synchronized void setBack(long number) {
        keep(number);
    }

    private void keep(long number) {
        known = number;
        try {
            file.seek(0);
            file.write(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the state folder can't be written: {0}",
                    e.getClass().getName());
        }
    }

    @PreDestroy
    synchronized void close() {
        try (file) {
            file.getFD().sync();
        } catch (IOException e) {
            throw new UncheckedIOException("the state folder can't be written", e);
        }
    }
}
