package org.mayfly.protocol.client;

import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.wire.Submit;

import java.time.Instant;
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
     */
    record Ready(MessageId message, Submit submit, Instant expiry, Set<PrekeyId> spent, UnitOfWork unit)
            implements Sealing {

        @Override
        public <R> R fold(Function<Ready, R> ready, Function<Waiting, R> waiting, Function<Refused, R> refused) {
            return ready.apply(this);
        }
    }

    /**
     * Not possible for now: the draft stays in the outbox, visibly, and its life runs. Nothing was spent.
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
        /** A conversation needs another person. */
        OWN_USER
    }
}
