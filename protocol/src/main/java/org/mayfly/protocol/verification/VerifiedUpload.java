package org.mayfly.protocol.verification;

import org.mayfly.protocol.crypto.OneTimeKey;
import org.mayfly.protocol.merkle.MerkleProof;
import org.mayfly.protocol.merkle.MerkleTree;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.wire.PrekeyBatch;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.SignedPrekeyBatch;

import java.time.Instant;
import java.util.List;

/** A batch of one-time keys whose signature, keys and root were verified. Only {@link PrekeyBatchVerification} makes one. */
public final class VerifiedUpload {

    private final SignedPrekeyBatch signed;
    private final PrekeyBatch batch;
    private final Instant created;
    private final Instant expires;
    private final List<Key> keys;
    private final MerkleTree tree;

    /** A one-time key with its place in the batch, from 0. */
    public record Key(PrekeyId id, OneTimeKey key) {}

    /** From when until when its keys can be claimed. */
    record Life(Instant created, Instant expires) {}

    VerifiedUpload(SignedPrekeyBatch signed, PrekeyBatch batch, Life life, List<Key> keys, MerkleTree tree) {
        this.signed = signed;
        this.batch = batch;
        this.created = life.created();
        this.expires = life.expires();
        this.keys = List.copyOf(keys);
        this.tree = tree;
    }

    public SignedPrekeyBatch signed() {
        return signed;
    }

    /** The one type of all its keys. */
    public PrekeyType type() {
        return batch.getType();
    }

    public Instant created() {
        return created;
    }

    /** The keys can be claimed until then. */
    public Instant expires() {
        return expires;
    }

    /** Ascending by id; the place is the index of the leaf. */
    public List<Key> keys() {
        return keys;
    }

    /** What a claimer needs besides the key at this place. */
    public MerkleProof proof(int place) {
        return tree.proof(place);
    }
}
