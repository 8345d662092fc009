package org.mayfly.protocol.value;

/**
 * The id of a one-time prekey, unique for its device for ever: 16 bytes, a UUID in text.
 *
 * @param value exactly 16 bytes
 */
public record PrekeyId(Bytes value) implements Comparable<PrekeyId> {

    public PrekeyId {
        Ids.requireSixteen(value);
    }

    /** @throws IllegalArgumentException unless there are 16 bytes */
    public static PrekeyId of(byte[] value) {
        return new PrekeyId(Bytes.of(value));
    }

    /** @throws IllegalArgumentException unless it is a UUID in its canonical form */
    public static PrekeyId parse(String uuid) {
        return new PrekeyId(Ids.parseUuid(uuid));
    }

    @Override
    public int compareTo(PrekeyId other) {
        return value.compareTo(other.value);
    }

    /** The UUID in its canonical form. Not for logs. */
    @Override
    public String toString() {
        return Ids.formatUuid(value);
    }
}
