package org.mayfly.protocol.value;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * An immutable byte string, compared by content. Not for secrets: see {@link SecretBytes}.
 *
 * <p>Order is that of unsigned bytes, shorter before longer where one is a prefix of the other. Thread-safe.
 */
public final class Bytes implements Comparable<Bytes> {

    private static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** Copies the array. */
    public static Bytes of(byte[] content) {
        return content.length == 0 ? EMPTY : new Bytes(content.clone());
    }

    public static Bytes empty() {
        return EMPTY;
    }

    /**
     * Parses base64url (RFC 4648 section 5) without padding.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static Bytes parseBase64Url(String text) {
        return new Bytes(Base64.getUrlDecoder().decode(text));
    }

    /**
     * Parses lower- or upper-case hexadecimal.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static Bytes parseHex(String text) {
        return new Bytes(HexFormat.of().parseHex(text));
    }

    public int length() {
        return content.length;
    }

    public byte at(int index) {
        return content[index];
    }

    /** A copy. */
    public byte[] toArray() {
        return content.clone();
    }

    public String toBase64Url() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(content);
    }

    public String toHex() {
        return HexFormat.of().formatHex(content);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(content, other.content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /** The length only: bytes may be content. */
    @Override
    public String toString() {
        return "Bytes[" + content.length + "]";
    }
}
