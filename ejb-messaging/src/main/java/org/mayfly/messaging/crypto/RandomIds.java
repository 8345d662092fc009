package org.mayfly.messaging.crypto;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.UUID;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** Ids of 128 random bits. Thread-safe. */
@Dependent
public class RandomIds {

    private static final int BYTES = 16;

    private final SecureRandom random;

    @Inject
    public RandomIds(SecureRandom random) {
        this.random = random;
    }

    public UUID next() {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var halves = ByteBuffer.wrap(bytes);
        return new UUID(halves.getLong(), halves.getLong());
    }
}
