package org.mayfly.protocol.client;

import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.value.DeviceAddress;

import java.util.Optional;
import java.util.function.Function;

/** What became of a delivered envelope. In every case: commit the unit (with the message or the warning), then acknowledge. */
public sealed interface Reception {

    /** To be committed before the envelope is acknowledged; the caller adds what it stores itself. */
    UnitOfWork unit();

    <R> R fold(Function<Accepted, R> accepted, Function<DroppedSilently, R> dropped, Function<Failed, R> failed);

    /** The unit erases the one-time key, advances link, counter window and clock and remembers the envelope. */
    record Accepted(ReceivedMessage message, UnitOfWork unit) implements Reception {

        @Override
        public <R> R fold(
                Function<Accepted, R> accepted, Function<DroppedSilently, R> dropped, Function<Failed, R> failed) {
            return accepted.apply(this);
        }
    }

    /** Nothing to show: known already (R8) or its life is over (R9, or the sealed expiry). */
    record DroppedSilently(Check check, UnitOfWork unit) implements Reception {

        @Override
        public <R> R fold(
                Function<Accepted, R> accepted, Function<DroppedSilently, R> dropped, Function<Failed, R> failed) {
            return dropped.apply(this);
        }
    }

    /**
     * Refused: to be shown to the person. Erases nothing.
     *
     * @param claimedSender what the header says, where it could be read; proven only from R7 on
     * @param question to be sent in the step of the unit, which remembers that it was asked
     */
    record Failed(Check check, Optional<DeviceAddress> claimedSender, Optional<Question> question, UnitOfWork unit)
            implements Reception {

        /** Nothing remains of it. */
        public static Failed of(Check check, Optional<DeviceAddress> claimedSender) {
            return new Failed(check, claimedSender, Optional.empty(), UnitOfWork.nothing());
        }

        @Override
        public <R> R fold(
                Function<Accepted, R> accepted, Function<DroppedSilently, R> dropped, Function<Failed, R> failed) {
            return failed.apply(this);
        }
    }
}
