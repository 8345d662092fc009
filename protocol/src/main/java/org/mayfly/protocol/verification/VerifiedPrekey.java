package org.mayfly.protocol.verification;

import org.mayfly.protocol.crypto.OneTimeKey;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.PrekeyId;

import java.time.Instant;

/** A claimed one-time key that its device vouches for. Only {@link PrekeyBatchVerification} makes one. */
public final class VerifiedPrekey {

    private final DeviceAddress owner;
    private final PrekeyId id;
    private final OneTimeKey key;
    private final Instant batchCreated;
    private final Instant expires;

    VerifiedPrekey(DeviceAddress owner, PrekeyId id, OneTimeKey key, Instant batchCreated, Instant expires) {
        this.owner = owner;
        this.id = id;
        this.key = key;
        this.batchCreated = batchCreated;
        this.expires = expires;
    }

    public DeviceAddress owner() {
        return owner;
    }

    public PrekeyId id() {
        return id;
    }

    public OneTimeKey key() {
        return key;
    }

    public Instant batchCreated() {
        return batchCreated;
    }

    public Instant expires() {
        return expires;
    }
}
