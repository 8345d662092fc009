package org.mayfly.protocol.client.crypto;

import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.OneUseKey;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM (SP 800-38D) with a 16-byte tag at the end. A pair of key and nonce must be used once: the caller sees to it.
 * Thread-safe.
 */
public final class AesGcm {

    /** Good only for a key that is used once. */
    public static final Bytes ZERO_NONCE = Bytes.of(new byte[12]);

    private static final int TAG_BITS = 128;

    private final CryptoProvider provider;

    public AesGcm(CryptoProvider provider) {
        this.provider = provider;
    }

    /** @param nonce 12 bytes */
    public Bytes seal(SecretBytes key, Bytes nonce, Bytes associated, SecretBytes plaintext) {
        var exposed = plaintext.expose();
        try {
            return Bytes.of(run(Cipher.ENCRYPT_MODE, key, nonce, associated, exposed));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("encryption failed", broken);
        } finally {
            Arrays.fill(exposed, (byte) 0);
        }
    }

    /** Empty if it is not authentic; nothing is told about why. */
    public Optional<SecretBytes> open(SecretBytes key, Bytes nonce, Bytes associated, Bytes ciphertext) {
        try {
            return Optional.of(
                    SecretBytes.takeOver(run(Cipher.DECRYPT_MODE, key, nonce, associated, ciphertext.toArray())));
        } catch (AEADBadTagException notAuthentic) {
            return Optional.empty();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("decryption failed", broken);
        }
    }

    private byte[] run(int mode, SecretBytes key, Bytes nonce, Bytes associated, byte[] input)
            throws GeneralSecurityException {
        var exposed = key.expose();
        try (var used = new OneUseKey(exposed, "AES")) {
            var cipher = provider.aesGcm();
            cipher.init(mode, used, new GCMParameterSpec(TAG_BITS, nonce.toArray()));
            cipher.updateAAD(associated.toArray());
            return cipher.doFinal(input);
        } finally {
            Arrays.fill(exposed, (byte) 0);
        }
    }
}
