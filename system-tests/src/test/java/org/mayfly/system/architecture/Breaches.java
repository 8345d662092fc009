package org.mayfly.system.architecture;

import java.security.MessageDigestSpi;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Classes that break rules, to see them caught. */
final class Breaches {

    private Breaches() {}

    static final class OtherRandomNumbers {

        double fromElsewhere() throws NoSuchAlgorithmException {
            return ThreadLocalRandom.current().nextInt()
                    + new Random().nextInt()
                    + Math.random()
                    + UUID.randomUUID().hashCode()
                    + new SecureRandom().nextInt()
                    + SecureRandom.getInstance("SHA1PRNG").nextInt();
        }
    }

    static final class OwnHash extends MessageDigestSpi {

        private byte sum;

        @Override
        protected void engineUpdate(byte input) {
            sum += input;
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            for (int i = 0; i < length; i++) {
                engineUpdate(input[offset + i]);
            }
        }

        @Override
        protected byte[] engineDigest() {
            return new byte[] {sum};
        }

        @Override
        protected void engineReset() {
            sum = 0;
        }
    }
}
