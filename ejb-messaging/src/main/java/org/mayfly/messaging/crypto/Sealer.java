package org.mayfly.messaging.crypto;

import org.mayfly.protocol.value.Bytes;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals small secrets for the database: AES-256-GCM, random 96-bit nonce in front, bound to a context.
 *
 * <p>Security guarantees: authenticated; a sealed value of one context does not open in another. Thread-safe.
 */
public final class Sealer {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random;

    public Sealer(SecretKey key, SecureRandom random) {
        this.key = key;
        this.random = random;
    }

    public Bytes seal(byte[] secret, byte[] context) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        var sealed = run(Cipher.ENCRYPT_MODE, nonce, secret, context);
        var out = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
        System.arraycopy(sealed, 0, out, NONCE_BYTES, sealed.length);
        return Bytes.of(out);
    }

    /** @throws IllegalStateException if it was not sealed under this key and context */
    public byte[] open(Bytes sealed, byte[] context) {
        var bytes = sealed.toArray();
        return run(
                Cipher.DECRYPT_MODE,
                Arrays.copyOf(bytes, NONCE_BYTES),
                Arrays.copyOfRange(bytes, NONCE_BYTES, bytes.length),
                context);
    }

    private byte[] run(int mode, byte[] nonce, byte[] input, byte[] context) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(context);
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a sealed value does not open: is this its secrets folder?", e);
        }
    }
}
