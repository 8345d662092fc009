package org.mayfly.client.vault;

import org.mayfly.client.problem.ProblemException;
import org.mayfly.protocol.crypto.OneUseKey;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM as the store uses it: keys wrapped under a random nonce, records sealed once under a key of their own. */
final class RecordSealing {

    static final int KEY = 32;
    static final int TAG = 16;
    private static final byte[] ONLY_NONCE = new byte[KeySlot.NONCE];

    private final SecureRandom random;

    RecordSealing(SecureRandom random) {
        this.random = random;
    }

    byte[] newKey() {
        var key = new byte[KEY];
        random.nextBytes(key);
        return key;
    }

    /** {@code nonce ‖ wrapped}. */
    byte[] wrap(byte[] wrappingKey, byte[] aad, byte[] key) {
        var nonce = new byte[KeySlot.NONCE];
        random.nextBytes(nonce);
        var sealed = crypt(Cipher.ENCRYPT_MODE, wrappingKey, nonce, aad, key);
        return ByteBuffer.allocate(nonce.length + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /** @throws ProblemException {@code store-broken} if the key or what it wraps is not the one */
    static byte[] unwrap(byte[] wrappingKey, byte[] aad, byte[] nonceAndWrapped) {
        var nonce = Arrays.copyOf(nonceAndWrapped, KeySlot.NONCE);
        var wrapped = Arrays.copyOfRange(nonceAndWrapped, KeySlot.NONCE, nonceAndWrapped.length);
        return crypt(Cipher.DECRYPT_MODE, wrappingKey, nonce, aad, wrapped);
    }

    /** The key seals this one record: that is why the nonce may be constant. */
    static byte[] seal(byte[] recordKey, byte[] aad, byte[] content) {
        return crypt(Cipher.ENCRYPT_MODE, recordKey, ONLY_NONCE, aad, content);
    }

    /** @throws ProblemException {@code store-broken} */
    static byte[] open(byte[] recordKey, byte[] aad, byte[] sealed) {
        return crypt(Cipher.DECRYPT_MODE, recordKey, ONLY_NONCE, aad, sealed);
    }

    static byte[] place(String label, int slot, long generation) {
        var name = label.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(name.length + 12)
                .put(name)
                .putInt(slot)
                .putLong(generation)
                .array();
    }

    private static byte[] crypt(int mode, byte[] key, byte[] nonce, byte[] aad, byte[] content) {
        try (var used = new OneUseKey(key, "AES")) {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, used, new GCMParameterSpec(8 * TAG, nonce));
            cipher.updateAAD(aad);
            return cipher.doFinal(content);
        } catch (AEADBadTagException e) {
            throw ProblemException.refused("store-broken");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }
}
