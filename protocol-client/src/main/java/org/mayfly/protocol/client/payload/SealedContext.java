package org.mayfly.protocol.client.payload;

import org.mayfly.protocol.client.Lifetime;
import org.mayfly.protocol.value.Bytes;

import java.time.Instant;

/**
 * What a message is bound to.
 *
 * @param conversation 32 bytes
 * @param counter of the sending device, from 1
 * @param view what its sender goes by
 */
public record SealedContext(Bytes conversation, long counter, Instant sentAt, Lifetime lifetime, SenderView view) {

    /**
     * The sender's identity and device list and the roster, as the sender sees them; equal at the recipient or refused.
     *
     * @param identityFingerprint 64 bytes
     * @param listHash 64 bytes
     * @param rosterHash 64 bytes
     */
    public record SenderView(Bytes identityFingerprint, long listVersion, Bytes listHash, Bytes rosterHash) {}
}
