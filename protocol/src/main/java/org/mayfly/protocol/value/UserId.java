package org.mayfly.protocol.value;

/**
 * The id of a user of one network: 16 bytes, a UUID in text.
 *
 * @param value exactly 16 bytes
 */
public record UserId(Bytes value) implements Comparable<UserId> {

    public UserId {
        Ids.requireSixteen(value);
    }

    /** @throws IllegalArgumentException unless there are 16 bytes */
    public static UserId of(byte[] value) {
        return new UserId(Bytes.of(value));
    }

    /** @throws IllegalArgumentException unless it is a UUID in its canonical form */
    public static UserId parse(String uuid) {
        return new UserId(Ids.parseUuid(uuid));
    }

    public byte[] toArray() {
        return value.toArray();
    }

    @Override
    public int compareTo(UserId other) {
        return value.compareTo(other.value);
    }

    /** The UUID in its canonical form. Not for logs. */
    @Override
    public String toString() {
        return Ids.formatUuid(value);
    }
}
