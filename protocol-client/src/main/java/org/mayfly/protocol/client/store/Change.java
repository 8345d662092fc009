package org.mayfly.protocol.client.store;

import org.mayfly.protocol.envelope.ChainPlace;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.SecretBytes;

import java.time.Instant;

/** One change of a store. Names of slots stand in records; secrets only in {@link WriteSecret}. */
public sealed interface Change {

    void applyTo(Target target);

    /** Writes a secret to a reserved slot, before the records that name the slot become durable. */
    record WriteSecret(Slot slot, SecretBytes secret) implements Change {
        @Override
        public void applyTo(Target target) {
            target.writeSecret(slot, secret);
        }
    }

    /** Overwrites a slot in place, after the records became durable. */
    record EraseSecret(Slot slot) implements Change {
        @Override
        public void applyTo(Target target) {
            target.eraseSecret(slot);
        }
    }

    record PutOwnDevice(OwnDevice device) implements Change {
        @Override
        public void applyTo(Target target) {
            target.putOwnDevice(device);
        }
    }

    record PutGeneration(long generation) implements Change {
        @Override
        public void applyTo(Target target) {
            target.putGeneration(generation);
        }
    }

    record PutCounter(long counter) implements Change {
        @Override
        public void applyTo(Target target) {
            target.putCounter(counter);
        }
    }

    record PutPrekey(HeldPrekey prekey) implements Change {
        @Override
        public void applyTo(Target target) {
            target.putPrekey(prekey);
        }
    }

    /** The slot is erased by an {@link EraseSecret} of the same unit. */
    record RemovePrekey(PrekeyId id) implements Change {
        @Override
        public void applyTo(Target target) {
            target.removePrekey(id);
        }
    }

    record PutGivenKey(GivenKey key) implements Change {
        @Override
        public void applyTo(Target target) {
            target.putGivenKey(key);
        }
    }

    record PutReceivedKey(ReceivedKey key) implements Change {
        @Override
        public void applyTo(Target target) {
            target.putReceivedKey(key);
        }
    }

    /** Where there is one. */
    record RemoveReceivedKey(DeviceAddress from, PrekeyId id) implements Change {
        @Override
        public void applyTo(Target target) {
            target.removeReceivedKey(from, id);
        }
    }

    record PutUsedPrekey(UsedPrekey prekey) implements Change {
        @Override
        public void applyTo(Target target) {
            target.putUsedPrekey(prekey);
        }
    }

    /** Replaces the link to the same peer. */
    record PutSendingLink(SendingLink link) implements Change {
        @Override
        public void applyTo(Target target) {
            target.putSendingLink(link);
        }
    }

    record RemoveSendingLink(DeviceAddress peer) implements Change {
        @Override
        public void applyTo(Target target) {
            target.removeSendingLink(peer);
        }
    }

    /** Replaces the same epoch of the same peer. */
    record PutReceivingEpoch(ReceivingEpoch epoch) implements Change {
        @Override
        public void applyTo(Target target) {
            target.putReceivingEpoch(epoch);
        }
    }

    record RemoveReceivingEpoch(DeviceAddress peer, Bytes epoch) implements Change {
        @Override
        public void applyTo(Target target) {
            target.removeReceivingEpoch(peer, epoch);
        }
    }

    record PutSkippedKey(SkippedKey key) implements Change {
        @Override
        public void applyTo(Target target) {
            target.putSkippedKey(key);
        }
    }

    record RemoveSkippedKey(DeviceAddress peer, ChainPlace place) implements Change {
        @Override
        public void applyTo(Target target) {
            target.removeSkippedKey(peer, place);
        }
    }

    record PutGap(Gap gap) implements Change {
        @Override
        public void applyTo(Target target) {
            target.putGap(gap);
        }
    }

    /** Where there is one. */
    record RemoveGap(DeviceAddress peer, ChainPlace place) implements Change {
        @Override
        public void applyTo(Target target) {
            target.removeGap(peer, place);
        }
    }

    record PutReplayWindow(DeviceAddress sender, ReplayWindow window) implements Change {
        @Override
        public void applyTo(Target target) {
            target.putReplayWindow(sender, window);
        }
    }

    record PutSeenEnvelope(SeenEnvelope envelope) implements Change {
        @Override
        public void applyTo(Target target) {
            target.putSeenEnvelope(envelope);
        }
    }

    record PutSeenMessage(SeenMessage message) implements Change {
        @Override
        public void applyTo(Target target) {
            target.putSeenMessage(message);
        }
    }

    record PutAskedAgain(AskedAgain asked) implements Change {
        @Override
        public void applyTo(Target target) {
            target.putAskedAgain(asked);
        }
    }

    record PutPinnedList(PinnedList list) implements Change {
        @Override
        public void applyTo(Target target) {
            target.putPinnedList(list);
        }
    }

    /** Raises the highest time; a lower one changes nothing. */
    record AdvanceClock(Instant time) implements Change {
        @Override
        public void applyTo(Target target) {
            target.advanceClock(time);
        }
    }

    /** Forgets used prekeys, keys given and received in wraps, seen envelopes and messages, and what was asked for again, whose time to be forgotten has come. */
    record Forget(Instant now) implements Change {
        @Override
        public void applyTo(Target target) {
            target.forget(now);
        }
    }

    /** What the application stores in the same step: the message, the outbox, a warning. */
    non-sealed interface Application extends Change {
        @Override
        default void applyTo(Target target) {
            target.application(this);
        }
    }

    /** One method for each kind of change: what a store implements. */
    interface Target {

        void writeSecret(Slot slot, SecretBytes secret);

        void eraseSecret(Slot slot);

        void putOwnDevice(OwnDevice device);

        void putGeneration(long generation);

        void putCounter(long counter);

        void putPrekey(HeldPrekey prekey);

        void removePrekey(PrekeyId id);

        void putGivenKey(GivenKey key);

        void putReceivedKey(ReceivedKey key);

        void removeReceivedKey(DeviceAddress from, PrekeyId id);

        void putUsedPrekey(UsedPrekey prekey);

        void putSendingLink(SendingLink link);

        void removeSendingLink(DeviceAddress peer);

        void putReceivingEpoch(ReceivingEpoch epoch);

        void removeReceivingEpoch(DeviceAddress peer, Bytes epoch);

        void putSkippedKey(SkippedKey key);

        void removeSkippedKey(DeviceAddress peer, ChainPlace place);

        void putGap(Gap gap);

        void removeGap(DeviceAddress peer, ChainPlace place);

        void putReplayWindow(DeviceAddress sender, ReplayWindow window);

        void putSeenEnvelope(SeenEnvelope envelope);

        void putSeenMessage(SeenMessage message);

        void putAskedAgain(AskedAgain asked);

        void putPinnedList(PinnedList list);

        void advanceClock(Instant time);

        void forget(Instant now);

        void application(Application change);
    }
}
