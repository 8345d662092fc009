package org.mayfly.launcher.data;

import org.mayfly.launcher.OperatorError;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/**
 * What people's passphrases are evaluated under: the file {@code recovery-seeds}, a line {@code ID BASE64} a seed, newest
 * last. Never in the database, so that who steals that can try no passphrase; so the file has to be backed up apart.
 */
public final class RecoverySeeds {
    private static final int BYTES = 64;

    private final Path folder;
    private final Path file;
    private final SecureRandom random;

    public RecoverySeeds(DataFolder data, SecureRandom random) {
        this.folder = data.serverSecrets();
        this.file = folder.resolve("recovery-seeds");
        this.random = random;
    }

    public boolean exist() {
        return Files.exists(file);
    }

    /** The first seed; nothing if there is one. */
    public void make() throws IOException {
        if (!exist()) {
            append(new byte[0]);
        }
    }

    /**
     * A further seed, for the bundles made from the next start on. Older ones stay: bundles need theirs until their people
     * come back.
     *
     * @throws OperatorError if there is none yet
     */
    public void rotate() throws IOException {
        if (!exist()) {
            throw new OperatorError("There are no recovery seeds in " + folder + " yet. Run: bin/mayfly start");
        }
        byte[] before = Files.readAllBytes(file);
        try {
            append(before);
        } finally {
            Arrays.fill(before, (byte) 0);
        }
    }

    private void append(byte[] before) throws IOException {
        Files.createDirectories(folder);
        byte[] seed = new byte[BYTES];
        random.nextBytes(seed);
        byte[] encoded = Base64.getEncoder().encode(seed);
        Arrays.fill(seed, (byte) 0);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(before);
        content.writeBytes((newId() + " ").getBytes(StandardCharsets.US_ASCII));
        content.writeBytes(encoded);
        content.write('\n');
        PrivateFiles.write(file, content.toByteArray());
        Arrays.fill(encoded, (byte) 0);
    }

    private UUID newId() {
        byte[] bytes = new byte[2 * Long.BYTES];
        random.nextBytes(bytes);
        ByteBuffer id = ByteBuffer.wrap(bytes);
        return new UUID(id.getLong(), id.getLong());
    }
}
