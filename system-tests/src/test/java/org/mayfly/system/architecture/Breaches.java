package org.mayfly.system.architecture;

import java.security.MessageDigestSpi;
import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;

/** Classes that break rules, to see them caught. */
final class Breaches {

    private Breaches() {}

    static final class OtherRandomNumbers {

        int fromElsewhere() {
            return ThreadLocalRandom.current().nextInt() + new SecureRandom().nextInt();
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
