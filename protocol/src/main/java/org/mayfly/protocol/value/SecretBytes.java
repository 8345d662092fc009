package org.mayfly.protocol.value;

import java.security.MessageDigest;
import java.util.Arrays;
import javax.security.auth.Destroyable;

/**
 * Secret bytes that can be erased.
 *
 * <p>Security guarantees: never printed, never serialised, compared in constant time; {@link #destroy()} overwrites the
 * only copy this object holds. Whoever calls {@link #expose()} answers for the copy it gets. Not thread-safe while being
 * destroyed.
 */
public final class SecretBytes implements Destroyable, AutoCloseable {

    private final byte[] content;
    private boolean destroyed;

    private SecretBytes(byte[] content) {
        this.content = content;
    }

    /** Takes the array over: the caller must not use it afterwards. */
    public static SecretBytes takeOver(byte[] content) {
        return new SecretBytes(content);
    }

    /** Copies the array; the caller still has to erase its own. */
    public static SecretBytes copyOf(byte[] content) {
        return new SecretBytes(content.clone());
    }

    public int length() {
        return content.length;
    }

    /**
     * A copy of the secret.
     *
     * @throws IllegalStateException if it was destroyed
     */
    public byte[] expose() {
        if (destroyed) {
            throw new IllegalStateException("secret was destroyed");
        }
        return content.clone();
    }

    @Override
    public void destroy() {
        Arrays.fill(content, (byte) 0);
        destroyed = true;
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    @Override
    public void close() {
        destroy();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretBytes that && MessageDigest.isEqual(content, that.content);
    }

    /** The same for all secrets: a hash of the content would leak it. */
    @Override
    public int hashCode() {
        return 1;
    }

    @Override
    public String toString() {
        return "SecretBytes[hidden]";
    }
}
