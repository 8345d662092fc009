package org.mayfly.protocol.client;

import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.UserId;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A message before it is sealed. May wait in the outbox; its life runs from {@code sentAt} all the same.
 *
 * @param id random, chosen when send is pressed: the envelope carries it, so a waiting message is known by it already
 * @param to the other person of the conversation
 * @param sentAt when send was pressed, whole milliseconds
 * @param again set where the message went out before, but not to all devices
 * @param alone the one device it is for: a receipt for something that holds no text, which to all would never end
 */
public record Draft(
        MessageId id,
        UserId to,
        MessageContent content,
        Lifetime lifetime,
        Instant sentAt,
        Optional<Again> again,
        Optional<DeviceAddress> alone) {

    /**
     * The message once more, in a new envelope, for devices that the first could not be sealed for.
     *
     * @param message the id it had when it was first sent
     * @param lifetime as it was first sent
     * @param devices that wait for it
     * @param asked the device could not open what it got before: it does not get it a third time
     */
    public record Again(MessageId message, Lifetime lifetime, Set<DeviceAddress> devices, boolean asked) {

        public Again {
            devices = Set.copyOf(devices);
        }
    }

    public Draft(MessageId id, UserId to, MessageContent content, Lifetime lifetime, Instant sentAt) {
        this(id, to, content, lifetime, sentAt, Optional.empty(), Optional.empty());
    }

    /** By what people know it: the id it had when it was first sent. */
    public MessageId message() {
        return again.map(Again::message).orElse(id);
    }

    public Instant expiry() {
        return lifetime.expiry(sentAt);
    }

    /**
     * The same message for these devices alone: they could not get it yet.
     *
     * @param newId random
     */
    public Draft forWaiting(MessageId newId, Set<DeviceAddress> devices) {
        return again(newId, devices, again.map(Again::asked).orElse(false));
    }

    /**
     * The same message for a device that could not open it.
     *
     * @param newId random
     */
    Draft asked(MessageId newId, DeviceAddress device) {
        return again(newId, Set.of(device), true);
    }

    private Draft again(MessageId newId, Set<DeviceAddress> devices, boolean asked) {
        var first = again.map(old -> new Again(old.message(), old.lifetime(), devices, asked))
                .orElseGet(() -> new Again(id, lifetime, devices, asked));
        return new Draft(newId, to, content, lifetime, sentAt, Optional.of(first), alone);
    }

    /** Whether a device that can't open it may ask for it again. */
    boolean mayBeAskedFor() {
        return content.isText() && !again.map(Again::asked).orElse(false);
    }

    /** The same for one device alone. */
    public Draft forDevice(DeviceAddress device) {
        return new Draft(id, to, content, lifetime, sentAt, again, Optional.of(device));
    }

    /** Whether it is for this device, of those on the lists. */
    boolean isFor(DeviceAddress device) {
        return alone.map(device::equals).orElse(true)
                && again.map(late -> late.devices().contains(device)).orElse(true);
    }

    /** With a life no longer than this. */
    public Draft cutTo(Lifetime maximum) {
        return new Draft(id, to, content, lifetime.cutTo(maximum), sentAt, again, alone);
    }
}
