package org.mayfly.protocol.client;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.UserId;

import java.time.Instant;
import java.util.List;

/**
 * A message that passed every check.
 *
 * @param id the one it had when it was first sent
 * @param place in which conversation it stands
 * @param counter the sending device's, never used twice
 * @param sentAt when it was first sent
 * @param lifetime already cut to the network's maximum
 * @param receipt what its sender waits for
 */
public record ReceivedMessage(
        MessageId id,
        DeviceAddress sender,
        Place place,
        long counter,
        Instant sentAt,
        Lifetime lifetime,
        MessageContent content,
        Receipt receipt) {

    /**
     * Where it belongs.
     *
     * @param conversation 32 bytes
     * @param other the other person of the conversation; the author is this device's own user where another of the own
     *     devices sent it
     * @param staleList the sender's device did not know the newest device list of the other member, though that was in force
     *     for more than a day: to be shown, a server may be withholding it
     */
    public record Place(Bytes conversation, UserId other, boolean staleList) {}

    /**
     * How it is answered.
     *
     * @param due the ids that a {@link MessageContent.Delivered} to the conversation has to name; empty if none is due
     * @param repeated the same text was taken in before, in another envelope: not to be shown again
     */
    public record Receipt(List<MessageId> due, boolean repeated) {

        public Receipt {
            due = List.copyOf(due);
        }
    }

    public Bytes conversation() {
        return place.conversation();
    }

    public boolean receiptDue() {
        return !receipt.due().isEmpty();
    }

    public Instant expiry() {
        return lifetime.expiry(sentAt);
    }
}
