package org.mayfly.messaging.mailbox;

import org.mayfly.protocol.merkle.MerkleProof;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.MessageId;

import java.time.Instant;
import java.util.List;

/**
 * An envelope that was accepted, ready to be stored.
 *
 * @param digest SHA-512 of the whole submission
 * @param discardAt when the server discards it: never later than the header says
 */
record Placed(
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

    int leafCount() {
        return entries.size();
    }

    /** What an entry counts against its mailbox's quota. */
    int sizeOf(Entry entry) {
        return header.length()
                + ciphertext.length()
                + signature.length()
                + entry.wrap().length()
                + 64 * entry.proof().siblings().size();
    }

    int expiryDay() {
        return ExpiryDay.of(discardAt);
    }
}
