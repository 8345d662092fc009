package org.mayfly.protocol.value;

/**
 * The id of a message, chosen at random by its sender: 16 bytes, a UUID in text.
 *
 * @param value exactly 16 bytes
 */
public record MessageId(Bytes value) implements Comparable<MessageId> {

    public MessageId {
        Ids.requireSixteen(value);
    }

    /** @throws IllegalArgumentException unless there are 16 bytes */
    public static MessageId of(byte[] value) {
        return new MessageId(Bytes.of(value));
    }

    /** @throws IllegalArgumentException unless it is a UUID in its canonical form */
    public static MessageId parse(String uuid) {
        return new MessageId(Ids.parseUuid(uuid));
    }

    public byte[] toArray() {
        return value.toArray();
    }

    @Override
    public int compareTo(MessageId other) {
        return value.compareTo(other.value);
    }

    /** The UUID in its canonical form. Not for logs. */
    @Override
    public String toString() {
        return Ids.formatUuid(value);
    }
}
