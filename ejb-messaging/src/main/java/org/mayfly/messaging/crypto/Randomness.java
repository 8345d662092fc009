package org.mayfly.messaging.crypto;

import java.security.SecureRandom;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives out the one source of random bytes. */
@Dependent
class Randomness {

    @Produces
    @Singleton
    SecureRandom secureRandom() {
        return new SecureRandom();
    }
}
