package org.mayfly.client.vault;

import com.nulabinc.zxcvbn.Zxcvbn;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.protocol.value.SecretBytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The passphrase rule: at least 12 characters, and strength 3 or more of 4 by zxcvbn. It never leaves the device. */
public final class Passphrase {

    private static final int SHORTEST = 12;
    private static final int WEAKEST = 3;
    private static final int LONGEST_BYTES = 1024;

    private Passphrase() {}

    /** @throws ProblemException {@code weak-passphrase} */
    public static void requireStrong(SecretBytes passphrase, List<String> namesNotToUse) {
        var bytes = passphrase.expose();
        var text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
        try {
            var strong = text.codePoints().count() >= SHORTEST
                    && new Zxcvbn().measure(text, namesNotToUse).getScore() >= WEAKEST;
            if (!strong) {
                throw ProblemException.refused("weak-passphrase", SHORTEST);
            }
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(text.array(), '\0');
        }
    }

    /** The first line of a file, without its end. */
    public static SecretBytes readFile(Path file) {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(LONGEST_BYTES);
            var length = 0;
            while (length < bytes.length && bytes[length] != '\n' && bytes[length] != '\r') {
                length++;
            }
            var passphrase = SecretBytes.takeOver(Arrays.copyOf(bytes, length));
            Arrays.fill(bytes, (byte) 0);
            return passphrase;
        } catch (IOException e) {
            throw ProblemException.refused("unreadable-file", file);
        }
    }
}
