package org.mayfly.messaging.crypto;

import org.mayfly.messaging.config.ServerSettings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * Keys in the secrets folder, made at first use, mode 0600. They are not in the database: a stolen database alone opens
 * nothing that is sealed under them, and a restored one needs this folder.
 */
@Dependent
public class InstallationSecrets {

    private static final int KEY_BYTES = 32;

    private final Path folder;
    private final SecureRandom random;

    @Inject
    public InstallationSecrets(ServerSettings settings, SecureRandom random) {
        this.folder = settings.secrets();
        this.random = random;
    }

    /**
     * The key of this name; all servers that share the folder see the same.
     *
     * @throws IllegalStateException if the file has the wrong length
     */
    public SecretKey key(String name, String algorithm) {
        var file = folder.resolve(name + ".key");
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            var content = Files.readAllBytes(file);
            if (content.length != KEY_BYTES) {
                throw new IllegalStateException("the key file " + file.getFileName() + " must have 32 bytes");
            }
            return new SecretKeySpec(content, algorithm);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Written apart and renamed, so that a crash leaves no half key; whoever comes second keeps the first one's. */
    private void make(Path file) throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.createDirectories(folder);
        var draft = Files.createTempFile(folder, "new", ".key", ownerOnly);
        var key = new byte[KEY_BYTES];
        random.nextBytes(key);
        try {
            Files.write(draft, key);
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // Another server of the installation was faster.
        } finally {
            Files.delete(draft);
        }
    }
}
