package org.mayfly.messaging.mailbox;

import org.mayfly.messaging.access.Actor;
import org.mayfly.protocol.merkle.MerkleProof;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.wire.Submit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The relay's hot path: plain JDBC, group commit. A receipt exists only when the commit is on disk; an envelope is
 * deleted only when its device acknowledged it or it expired; never delivered after its expiry.
 */
public interface Mailboxes {

    /**
     * Queues a submission for the next commit. Completes with the receipt after that commit, or exceptionally with
     * RefusedException (malformed, too-large, expired, stale-device-list, not-recipient, mailbox-full, conflicting-duplicate, suspended,
     * rate-limited, busy). {@link MailArrived} is fired after each commit that stored something.
     */
    CompletionStage<Accepted> append(Actor.Device actor, Submit submit);

    /** The next envelopes after a place in the own mailbox, oldest first; {@link Place#START} for all. */
    Page read(Actor.Device actor, Place after, int limit);

    /** Queues deletions for the next commit; unknown places are ignored. */
    CompletionStage<Void> acknowledge(Actor.Device actor, List<Place> places);

    record Accepted(MessageId message, Instant at) {}

    /**
     * A row of a mailbox.
     *
     * @param sequence order in the mailbox
     * @param expiryDay days since 1970, names the partition
     */
    record Place(long sequence, int expiryDay) {
        public static final Place START = new Place(0, 0);
    }

    /**
     * An envelope that waits.
     *
     * @param discardAt not delivered from then on
     */
    record Stored(
            Place place,
            Bytes header,
            Bytes ciphertext,
            Bytes signature,
            Bytes wrap,
            MerkleProof proof,
            Instant discardAt) {

        /** Bytes, roughly. */
        public int size() {
            return header.length() + ciphertext.length() + wrap.length() + 256;
        }
    }

    /**
     * A part of a mailbox.
     *
     * @param upTo every envelope up to this number had been committed when the mailbox was read
     */
    record Page(List<Stored> envelopes, long upTo) {
        public Page {
            envelopes = List.copyOf(envelopes);
        }
    }

    /** CDI event: the order of the mailboxes is behind where it was, so places and numbers told before mean nothing. */
    record MailboxesSetBack() {}

    /**
     * CDI event, fired after the commit, in the order of the commits: what each device got, oldest first.
     *
     * @param since after this number, everything for these devices was told by such events of this server, so that who
     *     has read up to here misses nothing
     */
    record MailArrived(Map<DeviceId, List<Stored>> envelopes, long since) {
        public MailArrived {
            envelopes = Map.copyOf(envelopes);
        }
    }
}
