package org.mayfly.protocol.client.payload;

import org.mayfly.protocol.client.Lifetime;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.MessageId;

import java.time.Instant;
import java.util.Optional;

/**
 * What a message is bound to.
 *
 * @param conversation 32 bytes
 * @param counter of the sending device, from 1
 * @param view what its sender goes by
 * @param original set in a re-send only
 */
public record SealedContext(
        Bytes conversation,
        long counter,
        Instant sentAt,
        Lifetime lifetime,
        SenderView view,
        Optional<Original> original) {

    /** Of a message in its first envelope. */
    public SealedContext(Bytes conversation, long counter, Instant sentAt, Lifetime lifetime, SenderView view) {
        this(conversation, counter, sentAt, lifetime, view, Optional.empty());
    }

    /** Of a message that was sent before, in another envelope: its life runs from then. */
    public record Original(MessageId message, Instant sentAt, Lifetime lifetime) {

        /** Whether a context carries on what this began: sent at the same time, and living no longer. */
        public boolean isOf(SealedContext context) {
            return sentAt.equals(context.sentAt()) && context.lifetime().isWithin(lifetime);
        }
    }

    /**
     * The sender's identity and device list and the roster, as the sender sees them; equal at the recipient or refused.
     *
     * @param identityFingerprint 64 bytes
     * @param listHash 64 bytes
     * @param rosterHash 64 bytes
     */
    public record SenderView(Bytes identityFingerprint, long listVersion, Bytes listHash, Bytes rosterHash) {}
}
