package org.mayfly.launcher.data;

import org.mayfly.launcher.OperatorError;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** Secrets made at the first start: 256 random bits each, in a file each, readable by this user only. */
public final class Secrets {
    private static final int BYTES = 32;

    private final Path folder;
    private final SecureRandom random;

    public Secrets(DataFolder data, SecureRandom random) {
        this.folder = data.secrets();
        this.random = random;
    }

    /** The secret of that name; made now if it is missing. */
    public String obtain(String name) {
        Path file = file(name);
        try {
            if (!Files.exists(file)) {
                byte[] bytes = new byte[BYTES];
                random.nextBytes(bytes);
                PrivateFiles.write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where {@link #obtain} keeps the secret. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** A password the operator keeps in a file. */
    public static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException e) {
            throw new OperatorError(
                    "The password file " + file + " does not exist. Create it, for Mayfly's user only.", e);
        } catch (IOException e) {
            throw new OperatorError("The password file " + file + " cannot be read by this user. Make it readable.", e);
        }
    }
}
