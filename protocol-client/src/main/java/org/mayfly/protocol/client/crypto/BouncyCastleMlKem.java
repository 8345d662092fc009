package org.mayfly.protocol.client.crypto;

import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.crypto.MlKemPublicKey;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.util.Arrays;

/**
 * ML-KEM-1024 by Bouncy Castle's lightweight classes. Private keys are expanded from their seed at each use and destroyed
 * after it, as far as the library lets itself be told; what it copies meanwhile is a stated limit.
 */
public final class BouncyCastleMlKem implements MlKem {

    private static final MLKEMParameters PARAMETERS = MLKEMParameters.ml_kem_1024;
    private static final int MESSAGE = 32;

    private final RandomSource random;

    public BouncyCastleMlKem(RandomSource random) {
        this.random = random;
    }

    @Override
    public MlKemKeyPair generate() {
        return pair(random.secret(Sizes.MLKEM_SEED));
    }

    /** @param seed taken over */
    static MlKemKeyPair pair(SecretBytes seed) {
        var expanded = expand(seed);
        try {
            return new MlKemKeyPair(new MlKemPublicKey(Bytes.of(expanded.getPublicKey())), seed);
        } finally {
            expanded.destroy();
        }
    }

    @Override
    public Encapsulation encapsulate(MlKemPublicKey key) {
        try (var message = random.secret(MESSAGE)) {
            return encapsulate(key, message);
        }
    }

    /** ML-KEM.Encaps_internal (FIPS 203, algorithm 17): the message is 32 random bytes, used once. */
    static Encapsulation encapsulate(MlKemPublicKey key, SecretBytes message) {
        var parameters = new MLKEMPublicKeyParameters(PARAMETERS, key.encoded().toArray());
        var exposed = message.expose();
        try {
            var made = MLKEMGenerator.internalGenerateEncapsulated(parameters, exposed);
            return new Encapsulation(Bytes.of(made.getEncapsulation()), SecretBytes.takeOver(made.getSecret()));
        } finally {
            Arrays.fill(exposed, (byte) 0);
        }
    }

    @Override
    public SecretBytes decapsulate(SecretBytes seed, Bytes ciphertext) {
        var expanded = expand(seed);
        try {
            return SecretBytes.takeOver(new MLKEMExtractor(expanded).extractSecret(ciphertext.toArray()));
        } finally {
            expanded.destroy();
        }
    }

    private static MLKEMPrivateKeyParameters expand(SecretBytes seed) {
        var exposed = seed.expose();
        try {
            return new MLKEMPrivateKeyParameters(PARAMETERS, exposed);
        } finally {
            Arrays.fill(exposed, (byte) 0);
        }
    }
}
