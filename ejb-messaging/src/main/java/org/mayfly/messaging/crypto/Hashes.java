package org.mayfly.messaging.crypto;

import org.mayfly.protocol.value.Bytes;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-2 of the JDK. Thread-safe. */
public final class Hashes {

    private Hashes() {}

    public static Bytes sha256(byte[] data) {
        return Bytes.of(digest("SHA-256").digest(data));
    }

    /** Of the UTF-8 bytes. */
    public static Bytes sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    public static MessageDigest sha512() {
        return digest("SHA-512");
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
