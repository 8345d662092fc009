package org.mayfly.messaging.bundle;

import org.mayfly.messaging.bundle.Seed.AccountName;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The seeds of this installation, oldest first: the file {@code recovery-seeds} of the secrets folder, a line
 * {@code ID BASE64} each. Read once; a rotation is seen at the next start. Thread-safe.
 */
public final class Seeds {

    public static final String FILE = "recovery-seeds";

    private final List<Seed> seeds;

    private Seeds(List<Seed> seeds) {
        this.seeds = List.copyOf(seeds);
    }

    /** @throws IllegalStateException naming the line, never what stands in it */
    public static Seeds read(Path secrets) {
        var file = secrets.resolve(FILE);
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (IOException missing) {
            throw new IllegalStateException(
                    "the file " + FILE + " of the secrets folder can't be read: restore it from its backup", missing);
        }
        try {
            return parse(content);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static Seeds parse(byte[] content) {
        var seeds = new ArrayList<Seed>();
        int start = 0;
        for (int end = 0; end <= content.length; end++) {
            if (end == content.length || content[end] == '\n') {
                if (end > start) {
                    seeds.add(seed(Arrays.copyOfRange(content, start, end), seeds.size() + 1));
                }
                start = end + 1;
            }
        }
        if (seeds.isEmpty()) {
            throw new IllegalStateException("the file " + FILE + " is empty: restore it from its backup");
        }
        return new Seeds(seeds);
    }

    /** Works on bytes, so that no string of the seed stays in memory. */
    private static Seed seed(byte[] line, int number) {
        int space = 36;
        try {
            if (line.length <= space || line[space] != ' ') {
                throw new IllegalArgumentException("no id");
            }
            var id = UUID.fromString(new String(line, 0, space, java.nio.charset.StandardCharsets.US_ASCII));
            var encoded = Arrays.copyOfRange(line, space + 1, line.length);
            try {
                return new Seed(id, SecretBytes.takeOver(Base64.getDecoder().decode(encoded)));
            } finally {
                Arrays.fill(encoded, (byte) 0);
            }
        } catch (IllegalArgumentException wrong) {
            throw new IllegalStateException("line " + number + " of the file " + FILE + " is damaged", null);
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }

    /** What new bundles are made under. */
    public Seed newest() {
        return seeds.get(seeds.size() - 1);
    }

    public Optional<Seed> find(UUID id) {
        return seeds.stream().filter(seed -> seed.id().equals(id)).findFirst();
    }

    /**
     * The seed an account that is not there pretends to. After a rotation some seem to stay under an old seed, as real
     * ones do until they come back; none ever goes from a newer to an older one.
     */
    public Seed ofNobody(AccountName name) {
        var dice = pseudonym(name);
        for (int i = 0; i < seeds.size() - 1 && i < dice.length() * Byte.SIZE; i++) {
            if ((dice.at(i / Byte.SIZE) >> (i % Byte.SIZE) & 1) == 1) {
                return seeds.get(i);
            }
        }
        return newest();
    }

    /** What an account is counted under, be it there or not. Stays the same over rotations. */
    public Bytes pseudonym(AccountName name) {
        return seeds.get(0).pseudonym(name);
    }

    @Override
    public String toString() {
        return "Seeds[hidden]";
    }
}
