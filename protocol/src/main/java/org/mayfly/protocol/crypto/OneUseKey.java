package org.mayfly.protocol.crypto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.SecretKey;

/**
 * A secret key for one call of a primitive. Closing it erases every copy that the primitive asked for;
 * {@code SecretKeySpec} makes copies that nobody can erase. Not thread-safe.
 */
@SuppressWarnings("serial")
public final class OneUseKey implements SecretKey, AutoCloseable {

    private final byte[] content;
    private final String algorithm;
    private final List<byte[]> copies = new ArrayList<>();

    /** @param content stays the caller's, and unchanged until this is closed */
    public OneUseKey(byte[] content, String algorithm) {
        this.content = content;
        this.algorithm = algorithm;
    }

    @Override
    public String getAlgorithm() {
        return algorithm;
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    @Override
    public byte[] getEncoded() {
        var copy = content.clone();
        copies.add(copy);
        return copy;
    }

    @Override
    public void close() {
        copies.forEach(copy -> Arrays.fill(copy, (byte) 0));
    }

    @Override
    public String toString() {
        return "OneUseKey[hidden]";
    }
}
