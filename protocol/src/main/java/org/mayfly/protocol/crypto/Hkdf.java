package org.mayfly.protocol.crypto;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.util.Arrays;

/** HKDF-SHA512 (RFC 5869) over HMAC. Thread-safe. */
public final class Hkdf {

    private static final int HASH = 64;

    private final CryptoProvider provider;

    public Hkdf(CryptoProvider provider) {
        this.provider = provider;
    }

    /** @param salt empty stands for 64 zero bytes */
    public SecretBytes extract(Bytes salt, SecretBytes keyMaterial) {
        return extracted(salt.length() == 0 ? new byte[HASH] : salt.toArray(), keyMaterial);
    }

    /** The same with a salt that is secret. */
    public SecretBytes extract(SecretBytes salt, SecretBytes keyMaterial) {
        return extracted(salt.expose(), keyMaterial);
    }

    private SecretBytes extracted(byte[] salt, SecretBytes keyMaterial) {
        var input = keyMaterial.expose();
        try {
            return SecretBytes.takeOver(mac(salt, input));
        } finally {
            Arrays.fill(input, (byte) 0);
            Arrays.fill(salt, (byte) 0);
        }
    }

    /**
     * Expands a pseudorandom key.
     *
     * @param length 1 to 16,320 bytes
     */
    public SecretBytes expand(SecretBytes key, Bytes info, int length) {
        if (length < 1 || length > 255 * HASH) {
            throw new IllegalArgumentException("HKDF gives 1 to 16,320 bytes");
        }
        var exposed = key.expose();
        try {
            var output = new byte[length];
            var block = new byte[0];
            for (int done = 0, counter = 1; done < length; done += HASH, counter++) {
                var next = mac(exposed, block, info.toArray(), new byte[] {(byte) counter});
                Arrays.fill(block, (byte) 0);
                block = next;
                System.arraycopy(block, 0, output, done, Math.min(HASH, length - done));
            }
            Arrays.fill(block, (byte) 0);
            return SecretBytes.takeOver(output);
        } finally {
            Arrays.fill(exposed, (byte) 0);
        }
    }

    /** The same with an ASCII label as info, without a terminator. */
    public SecretBytes expand(SecretBytes key, String label, int length) {
        return expand(key, Bytes.of(label.getBytes(StandardCharsets.US_ASCII)), length);
    }

    private byte[] mac(byte[] key, byte[]... parts) {
        try (var used = new OneUseKey(key, "HmacSHA512")) {
            var mac = provider.hmacSha512();
            mac.init(used);
            for (var part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (InvalidKeyException impossible) {
            throw new IllegalStateException("HMAC takes any key", impossible);
        }
    }
}
