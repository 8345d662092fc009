package org.mayfly.protocol.value;

/**
 * The id of a device of one user: 16 bytes, a UUID in text.
 *
 * @param value exactly 16 bytes
 */
public record DeviceId(Bytes value) implements Comparable<DeviceId> {

    public DeviceId {
        Ids.requireSixteen(value);
    }

    /** @throws IllegalArgumentException unless there are 16 bytes */
    public static DeviceId of(byte[] value) {
        return new DeviceId(Bytes.of(value));
    }

    /** @throws IllegalArgumentException unless it is a UUID in its canonical form */
    public static DeviceId parse(String uuid) {
        return new DeviceId(Ids.parseUuid(uuid));
    }

    public byte[] toArray() {
        return value.toArray();
    }

    @Override
    public int compareTo(DeviceId other) {
        return value.compareTo(other.value);
    }

    /** The UUID in its canonical form. Not for logs. */
    @Override
    public String toString() {
        return Ids.formatUuid(value);
    }
}
