package org.mayfly.messaging.mailbox;

import org.mayfly.messaging.mailbox.MailboxStore.Fill;
import org.mayfly.messaging.mailbox.Mailboxes.Place;
import org.mayfly.messaging.mailbox.Mailboxes.Stored;
import org.mayfly.protocol.merkle.MerkleProof;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.MessageId;

import java.time.Instant;
import java.util.List;

/**
 * An envelope that was accepted, ready to be stored.
 *
 * @param expiryDay of the expiry that the sender set: names the partition
 * @param firstSequence number of the first entry; the others follow
 * @param digest SHA-512 of the whole submission
 * @param discardAt when the server discards it: never later than the header says
 */
record Placed(
        int expiryDay,
        long firstSequence,
        DeviceId sender,
        MessageId message,
        Bytes digest,
        Bytes header,
        Bytes ciphertext,
        Bytes signature,
        Instant discardAt,
        List<Entry> entries) {

    /** One recipient's part. */
    record Entry(DeviceId device, Bytes wrap, MerkleProof proof) {}

    Placed {
        entries = List.copyOf(entries);
    }

    /** The number of the n-th entry, from 0. */
    long sequence(int n) {
        return firstSequence + n;
    }

    /** What the n-th entry is to its recipient, from 0. */
    Stored stored(int n) {
        var entry = entries.get(n);
        return new Stored(
                new Place(sequence(n), expiryDay),
                header,
                ciphertext,
                signature,
                entry.wrap(),
                entry.proof(),
                discardAt);
    }

    /** What an entry counts against its mailbox's quota. */
    Fill fill(Entry entry) {
        return new Fill(
                1,
                header.length()
                        + ciphertext.length()
                        + signature.length()
                        + entry.wrap().length()
                        + 64 * entry.proof().siblings().size());
    }
}
