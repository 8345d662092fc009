package org.mayfly.launcher.data;

import org.mayfly.launcher.OperatorError;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Everything of an installation in one folder that only its user can enter.
 *
 * @param root absolute
 */
public record DataFolder(Path root) {
    /** Raised when an older Mayfly could no longer use the folder. */
    static final int LAYOUT = 1;

    private static final long LEAST_FREE_MEBIBYTES = 512;
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    /**
     * Makes the folder if it is missing and checks that this Mayfly can use it.
     *
     * @throws OperatorError if it can't be written, others can enter it, it comes from a newer version, or the disk is full
     */
    public static DataFolder open(Path root) {
        try {
            if (!Files.exists(root)) {
                Files.createDirectories(
                        root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            DataFolder folder = new DataFolder(root);
            folder.checkPermissions();
            folder.checkLayout();
            folder.checkSpace();
            for (Path part : new Path[] {folder.secrets(), folder.run(), folder.logs(), folder.tls()}) {
                Files.createDirectories(part);
            }
            return folder;
        } catch (IOException e) {
            throw new OperatorError(
                    "The data folder " + root + " cannot be used ("
                            + e.getClass().getSimpleName() + " at " + e.getMessage()
                            + "). Give Mayfly's user that folder or set MAYFLY_DATA to another.",
                    e);
        }
    }

    private void checkPermissions() throws IOException {
        if (!Files.isDirectory(root) || !Files.isWritable(root)) {
            throw new OperatorError("The data folder " + root
                    + " is not a folder this user can write. Give Mayfly's user that folder or set MAYFLY_DATA.");
        }
        Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(root));
        permissions.retainAll(OTHERS);
        if (!permissions.isEmpty()) {
            throw new OperatorError("The data folder " + root
                    + " is open to other users of this machine. Run: chmod 700 '" + root + "'");
        }
    }

    private void checkLayout() throws IOException {
        Path file = root.resolve("layout");
        if (!Files.exists(file)) {
            PrivateFiles.write(file, LAYOUT + "\n");
            return;
        }
        String found = Files.readString(file).strip();
        if (!found.equals(Integer.toString(LAYOUT))) {
            throw new OperatorError("The data folder " + root + " was written by a newer Mayfly (layout " + found
                    + ", this one knows " + LAYOUT + "). Run the newer version again.");
        }
    }

    private void checkSpace() throws IOException {
        FileStore disk = Files.getFileStore(root);
        long free = disk.getUsableSpace() >> 20;
        if (free < LEAST_FREE_MEBIBYTES) {
            throw new OperatorError("The disk of " + root + " is full: " + free + " MiB are free and Mayfly needs "
                    + LEAST_FREE_MEBIBYTES + " to start. Make room or set MAYFLY_DATA to another disk.");
        }
    }

    /** Passwords and keys, one a file, each for this user only. */
    public Path secrets() {
        return root.resolve("secrets");
    }

    /** Those of them that the server itself reads. */
    public Path serverSecrets() {
        return secrets().resolve("server");
    }

    /** What the server keeps outside the database: not to be set back with it. */
    public Path state() {
        return root.resolve("state");
    }

    /** What only matters while it runs: the lock, the pids, the announcement. */
    public Path run() {
        return root.resolve("run");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path tls() {
        return root.resolve("tls");
    }

    public Path postgresql() {
        return root.resolve("postgresql");
    }

    /** Derived from the settings and the archive; may be deleted while Mayfly is stopped. */
    public Path payara() {
        return root.resolve("payara");
    }

    /** Exists from the moment requests are served; holds what was announced. */
    public Path announcement() {
        return run().resolve("announcement");
    }
}
