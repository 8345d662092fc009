package org.mayfly.protocol.value;

/**
 * The id of a network: one customer's organisation: 16 bytes, a UUID in text.
 *
 * @param value exactly 16 bytes
 */
public record NetworkId(Bytes value) implements Comparable<NetworkId> {

    public NetworkId {
        Ids.requireSixteen(value);
    }

    /** @throws IllegalArgumentException unless there are 16 bytes */
    public static NetworkId of(byte[] value) {
        return new NetworkId(Bytes.of(value));
    }

    /** @throws IllegalArgumentException unless it is a UUID in its canonical form */
    public static NetworkId parse(String uuid) {
        return new NetworkId(Ids.parseUuid(uuid));
    }

    public byte[] toArray() {
        return value.toArray();
    }

    @Override
    public int compareTo(NetworkId other) {
        return value.compareTo(other.value);
    }

    /** The UUID in its canonical form. Not for logs. */
    @Override
    public String toString() {
        return Ids.formatUuid(value);
    }
}
