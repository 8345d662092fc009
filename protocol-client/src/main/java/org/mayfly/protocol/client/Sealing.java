package org.mayfly.protocol.client;

import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.wire.Submit;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What became of a draft. */
public sealed interface Sealing {

    <R> R fold(Function<Ready, R> ready, Function<Waiting, R> waiting, Function<Refused, R> refused);

    /**
     * Sealed. Commit the unit together with the submission in the outbox, then submit; the same bytes may be submitted
     * again until the receipt comes. The unit spends the one-time keys, so a draft is never sealed twice with the same.
     *
     * @param spent the one-time keys used; the others can serve another message
     * @param leftOut the devices it could not be sealed for: a text is to be sent to them again, {@link
     *     Draft#forWaiting later}
     * @param sent what is to be kept of a text, in the same step, for devices that can't open it
     */
    record Ready(
            MessageId message,
            Submit submit,
            Instant expiry,
            Set<PrekeyId> spent,
            LeftOut leftOut,
            Optional<SentText> sent,
            UnitOfWork unit)
            implements Sealing {

        @Override
        public <R> R fold(Function<Ready, R> ready, Function<Waiting, R> waiting, Function<Refused, R> refused) {
            return ready.apply(this);
        }
    }

    /**
     * Not possible for now, for no device of the recipient: the draft stays in the outbox, visibly, and its life runs. Nothing was spent.
     *
     * @param lacking one-time keys of which no usable one was at hand; empty where it waits for a device list or a policy
     *     that lets both ends speak one suite
     */
    record Waiting(Set<KeyNeed> lacking) implements Sealing {

        @Override
        public <R> R fold(Function<Ready, R> ready, Function<Waiting, R> waiting, Function<Refused, R> refused) {
            return waiting.apply(this);
        }
    }

    /**
     * Devices that an envelope is not for.
     *
     * @param lacking one-time keys of which no usable one was at hand
     */
    record LeftOut(Set<DeviceAddress> devices, Set<KeyNeed> lacking) {

        public LeftOut {
            devices = Set.copyOf(devices);
            lacking = Set.copyOf(lacking);
        }
    }

    /** Can't be sent as things are. */
    record Refused(Reason reason) implements Sealing {

        @Override
        public <R> R fold(Function<Ready, R> ready, Function<Waiting, R> waiting, Function<Refused, R> refused) {
            return refused.apply(this);
        }
    }

    enum Reason {
        /** No device list of the recipient is pinned: fetch it and {@link DeviceProtocol#accept} it first. */
        NO_DEVICE_LIST,
        /** The recipient's identity key changed and the person has not decided. */
        IDENTITY_CHANGED,
        /** The life of the draft is over. */
        EXPIRED,
        /** For certain devices only, and none of them is there any more. */
        NO_DEVICE_WAITS,
        /** A conversation needs another person. */
        OWN_USER
    }
}
