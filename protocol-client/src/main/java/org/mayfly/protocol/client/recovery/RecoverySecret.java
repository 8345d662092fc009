package org.mayfly.protocol.client.recovery;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.hpke.KeyPairDerivation;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Hkdf;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * What a passphrase becomes once the server has evaluated it, or a recovery key by itself: 64 bytes that open the recovery bundle and log in.
 *
 * <p>Guarantee: who has the bundle but not the server's seed can't try a passphrase; who has both pays 64 MiB and three
 * passes of Argon2id (RFC 9106) for each. To be closed.
 */
public final class RecoverySecret implements AutoCloseable {

    private static final int MEMORY_KIB = 64 * 1024;
    private static final int PASSES = 3;
    private static final int LANES = 1;
    private static final int LENGTH = 64;
    private static final int BUNDLE_KEY = 32;
    private static final String RECOVERY_KEY = "msgr/v1/recovery-key";

    private final CryptoProvider provider;
    private final SecretBytes secret;

    private RecoverySecret(CryptoProvider provider, SecretBytes secret) {
        this.provider = provider;
        this.secret = secret;
    }

    /**
     * The input of the oblivious function: NFKC, in UTF-8, so that the same passphrase typed on another keyboard is the
     * same.
     */
    public static SecretBytes input(CharSequence passphrase) {
        var normal = Normalizer.normalize(passphrase, Normalizer.Form.NFKC);
        var encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(normal));
        var input = new byte[encoded.remaining()];
        encoded.get(input);
        Arrays.fill(encoded.array(), (byte) 0);
        return SecretBytes.takeOver(input);
    }

    /**
     * Takes about a quarter of a second and 64 MiB.
     *
     * @param evaluated the function's output, 64 bytes; stays the caller's
     */
    public static RecoverySecret harden(CryptoProvider provider, SecretBytes evaluated) {
        var exposed = evaluated.expose();
        var material = Arrays.copyOf(exposed, exposed.length + LENGTH);
        var stretched = argon2id(exposed);
        System.arraycopy(stretched, 0, material, exposed.length, LENGTH);
        Arrays.fill(exposed, (byte) 0);
        Arrays.fill(stretched, (byte) 0);
        try (var joined = SecretBytes.takeOver(material)) {
            return new RecoverySecret(provider, new Hkdf(provider).extract(Bytes.empty(), joined));
        }
    }

    /** From what is on paper. The key stays the caller's. */
    public static RecoverySecret of(CryptoProvider provider, RecoveryKey recoveryKey) {
        var exposed = recoveryKey.key().expose();
        var label = RECOVERY_KEY.getBytes(StandardCharsets.US_ASCII);
        var material = Arrays.copyOf(label, label.length + exposed.length);
        System.arraycopy(exposed, 0, material, label.length, exposed.length);
        Arrays.fill(exposed, (byte) 0);
        try (var joined = SecretBytes.takeOver(material)) {
            return new RecoverySecret(provider, new Hkdf(provider).extract(Bytes.empty(), joined));
        }
    }

    /** The salt is constant: the input is unique to the user already. */
    private static byte[] argon2id(byte[] input) {
        var argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withSalt(new byte[16])
                .withMemoryAsKB(MEMORY_KIB)
                .withIterations(PASSES)
                .withParallelism(LANES)
                .build());
        var output = new byte[LENGTH];
        argon2.generateBytes(input, output);
        return output;
    }

    /** 32 bytes. */
    SecretBytes bundleKey() {
        return new Hkdf(provider).expand(secret, "msgr/v1/bundle", BUNDLE_KEY);
    }

    /** The key that answers the server's challenge; the server knows its public part only. */
    public P521KeyPair logInKey() {
        try (var material = new Hkdf(provider).expand(secret, "msgr/v1/login", KeyPairDerivation.MATERIAL)) {
            return new KeyPairDerivation(provider).derive(material);
        }
    }

    @Override
    public void close() {
        secret.destroy();
    }
}
