package org.mayfly.client.vault;

import org.mayfly.client.problem.ProblemException;
import org.mayfly.protocol.value.SecretBytes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A folder with a vault in it, mode 0700, owned by one process at a time: {@code owner.lock}, {@code device.key}, and
 * the vault's files.
 */
public final class VaultFolder implements AutoCloseable {

    private final Path folder;
    private final FileChannel channel;
    private final FileLock lock;

    private final FolderErasure erasure;

    private VaultFolder(Path folder, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.erasure = new FolderErasure(folder);
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Makes the folder where it is missing, and takes it; an erasure that was stopped half-way is carried on.
     *
     * @throws ProblemException {@code store-in-use} if another process has it
     */
    public static VaultFolder take(Path folder) {
        try {
            var existed = Files.isDirectory(folder);
            if (!existed) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            var channel = FileChannel.open(
                    folder.resolve("owner.lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            var taken = new VaultFolder(folder, channel, lock(channel, folder));
            if (taken.erasure.isBegun()) {
                taken.erasure.carryOut();
            }
            return taken;
        } catch (IOException e) {
            throw ProblemException.refused("unusable-home", folder);
        }
    }

    private static FileLock lock(FileChannel channel, Path folder) throws IOException {
        try {
            var lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw ProblemException.refused("store-in-use", folder);
        }
        channel.close();
        throw ProblemException.refused("store-in-use", folder);
    }

    public boolean hasVault() {
        return Files.exists(keyFile());
    }

    /** Whether opening needs the passphrase. */
    public boolean isLocked() {
        return DeviceKey.isLocked(readKeyFile());
    }

    /** Keeps a new device key; files of an enrolment that never ended are removed first. */
    public void create(byte[] deviceKey) {
        try {
            for (var name : Set.of("slots", "journal", "log", "log.next")) {
                Files.deleteIfExists(folder.resolve(name));
            }
            erasure.forget();
            try (var file = new ChannelFile(keyFile())) {
                file.truncate(0);
                file.write(0, deviceKey);
                file.force();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws ProblemException {@code not-enrolled}, {@code device-removed}, {@code wrong-passphrase}, {@code store-broken} */
    public Vault open(Supplier<SecretBytes> passphrase, SecureRandom random) {
        if (erasure.isBegun()) {
            throw ProblemException.refused("device-removed");
        }
        if (!hasVault()) {
            throw ProblemException.refused("not-enrolled", folder);
        }
        return new Vault(new FolderFiles(folder), DeviceKey.open(readKeyFile(), passphrase), random);
    }

    /** Overwrites all that a device kept here, so that nothing can be opened any more, and removes it. */
    public void destroy() {
        erasure.carryOut();
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path keyFile() {
        return folder.resolve("device.key");
    }

    private byte[] readKeyFile() {
        try {
            return Files.readAllBytes(keyFile());
        } catch (IOException e) {
            throw ProblemException.refused("not-enrolled", folder);
        }
    }
}
