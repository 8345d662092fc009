package org.mayfly.launcher.postgres;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.mayfly.launcher.OperatorError;
import org.mayfly.launcher.data.Folders;
import org.tukaani.xz.XZInputStream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL's programs, unpacked into the data folder: programs in a temporary folder could be replaced or swept away.
 *
 * @param root holds bin, lib and share
 */
public record PostgresBinaries(Path root) {
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final String VERSION = "18.6.0";

    /** Unpacks them unless this version already lies there whole. */
    public static PostgresBinaries unpack(Path folder) throws IOException {
        Path home = folder.resolve(VERSION);
        if (Files.exists(home)) {
            return new PostgresBinaries(home);
        }
        Path fresh = folder.resolve(VERSION + ".new");
        Folders.delete(fresh);
        Files.createDirectories(fresh);
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream(ARCHIVE)) {
            if (packed == null) {
                throw new OperatorError("This Mayfly has no PostgreSQL for " + System.getProperty("os.arch")
                        + ". Run it on x86-64 or set MAYFLY_DATABASE_URL.");
            }
            try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    unpack(tar, entry, fresh);
                }
            }
        }
        Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        return new PostgresBinaries(home);
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder) throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("an entry leaves the folder");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.resolve("..").normalize());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, target);
        boolean runs = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(runs ? "rwx------" : "rw-------"));
    }

    /** The command line of one of the programs, as a user PostgreSQL accepts. */
    List<String> command(String program, List<String> arguments) {
        List<String> line = new ArrayList<>(ServiceUser.prefix());
        line.add(root.resolve("bin").resolve(program).toString());
        line.addAll(arguments);
        return line;
    }
}
