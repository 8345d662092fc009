package org.mayfly.protocol.client;

import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.Challenge;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The protocol as one enrolled device speaks it.
 *
 * <p>Every operation reads the store and returns a {@link UnitOfWork}; the next operation must come after that unit was
 * committed or thrown away, so callers use one thread or one lock. {@code now} is the reading of {@link ExpiryClock}.
 */
public interface DeviceProtocol {

    /** Who this device is. */
    DeviceAddress self();

    /**
     * Answers a server's challenge.
     *
     * @param dialled the origin this device connected to, as in {@code https://host:port}
     * @param ownTime this machine's clock, not the expiry clock: the server compares it with its own
     */
    LogInAnswer logIn(Challenge challenge, String dialled, Instant ownTime);

    /**
     * Fetches and judges a user's device list: pins the first, follows the later ones step by step, refuses the rest. The
     * own list, too.
     */
    ListAcceptance follow(UserId user, DeviceDirectory directory, Instant now);

    /** The same with a list that came by another way. */
    default ListAcceptance accept(SignedDeviceList list, UserId expected, Instant now) {
        return follow(expected, user -> Optional.of(list), now);
    }

    /** The list this device goes by for a user, itself included; empty if none is pinned. */
    Optional<KnownList> deviceList(UserId user);

    /** The person decided to trust the identity key that {@link ListAcceptance.Verdict#IDENTITY_CHANGED} showed. */
    UnitOfWork acceptIdentityChange(UserId user);

    /**
     * The one-time keys, one each, that sealing this draft takes; where they can't be had, a device may be left out or the
     * draft may wait.
     */
    Set<KeyNeed> keysDue(Draft draft, NetworkPolicy policy, Instant now);

    /**
     * Seals a draft for all devices of its recipient and the sender's others; for as many as are possible, if one of the
     * recipient's is among them.
     *
     * @param claimed one-time keys as the server handed them out; unsuitable ones are passed over, only those used are
     *     spent
     */
    Sealing seal(Draft draft, List<ClaimedPrekey> claimed, NetworkPolicy policy, Instant now);

    /**
     * The server refused the envelope of this message for a reason that sealing anew removes: nothing hangs from what was
     * sealed in it. To be committed before it is sealed again.
     */
    UnitOfWork unsent(MessageId message, UserId to);

    /**
     * Carries out the numbered checks on a delivered envelope.
     *
     * @param policy the network's, in force
     */
    Reception receive(Deliver delivered, NetworkPolicy policy, DeviceDirectory directory, Instant now);

    /**
     * Whose messages did not come though later ones of the same device did: docs/protocol.md, "Gaps".
     *
     * @param drained whether all that waited at the server was taken in on the present connection
     */
    List<Missing> missing(boolean drained, Instant now);

    /**
     * A device says that it could not open an envelope. Empty where a condition of docs/protocol.md, "Asking again", does
     * not hold: then nothing is to be done, and nobody is to be told.
     *
     * @param sent the text whose envelope it names, if there is one
     * @param asking accepted, with a {@link MessageContent.NotOpened}
     * @param newId random
     */
    Optional<Repetition> repeat(SentText sent, ReceivedMessage asking, MessageId newId, Instant now);

    /**
     * Makes one-time keys of one type and signs their batch.
     *
     * @param count 1 to 200
     */
    Replenishment replenish(PrekeyType type, int count, Instant now);

    /** Erases private keys whose time is over, forgets what outlived its use. To be committed at start and daily. */
    UnitOfWork expireKeys(Instant now);

    /** 60 digits in groups of five, the same on both sides; empty if no list of this user is pinned. */
    Optional<String> safetyNumber(UserId user);

    /**
     * The same with the identity that a user shows now and the person has not decided about; empty where no change is open.
     */
    Optional<String> changedSafetyNumber(UserId user);

    /** The conversation with another user of the network: 32 bytes. */
    Bytes conversationWith(UserId user);

    /** A receipt to be sealed like any message; it lives as long as the shortest-lived message it names. */
    static Draft deliveredReceipt(
            MessageId id, UserId to, List<MessageId> messages, Instant earliestExpiry, Instant now) {
        var seconds = Math.max(1, earliestExpiry.getEpochSecond() - now.getEpochSecond());
        return new Draft(id, to, new MessageContent.Delivered(messages), new Lifetime(seconds, 0), now);
    }
}
