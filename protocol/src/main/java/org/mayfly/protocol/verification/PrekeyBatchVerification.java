package org.mayfly.protocol.verification;

import org.jspecify.annotations.Nullable;
import org.mayfly.protocol.Limits;
import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.codec.ByteSequence;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.codec.Field;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.OneTimeKey;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.merkle.MerkleProof;
import org.mayfly.protocol.merkle.MerkleTree;
import org.mayfly.protocol.signed.Signatures;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.Prekey;
import org.mayfly.protocol.wire.PrekeyBatch;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.SignedPrekeyBatch;
import org.mayfly.protocol.wire.UploadPrekeys;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Verifies one-time keys: whole batches as the server stores them, single keys as a sender claims them. Thread-safe. */
public final class PrekeyBatchVerification {

    private final Signatures signatures;
    private final Sha512 hash;

    public PrekeyBatchVerification(CryptoProvider provider) {
        this.signatures = new Signatures(provider);
        this.hash = new Sha512(provider);
    }

    /** A whole batch of this device: any {@link Fault} otherwise. Says nothing about ids of earlier batches. */
    public Verification<VerifiedUpload> verifyUpload(DeviceIdentity owner, UploadPrekeys upload, Instant now) {
        return new Attempt(owner, now).upload(upload);
    }

    /** One claimed key of the device and type wanted: any {@link Fault} otherwise. Says nothing about earlier use of its id. */
    public Verification<VerifiedPrekey> verifyClaim(WantedPrekey wanted, ClaimedPrekey claimed, Instant now) {
        return new Attempt(wanted.owner(), now).claim(wanted, claimed);
    }

    /** The leaf of a one-time key. */
    public static Bytes leaf(PrekeyType type, Bytes id, Bytes key) {
        return new ByteSequence().u8(type.getNumber()).bytes(id).bytes(key).toBytes();
    }

    private final class Attempt {

        private final DeviceIdentity owner;
        private final Instant now;

        Attempt(DeviceIdentity owner, Instant now) {
            this.owner = owner;
            this.now = now;
        }

        Verification<VerifiedUpload> upload(UploadPrekeys upload) {
            try {
                var batch = parse(upload.getBatch());
                Field.require(batch.getCount() == upload.getPrekeysCount(), "the batch counts its keys");
                var keys = keys(batch.getType(), upload.getPrekeysList());
                var leaves = keys.stream()
                        .map(key -> leaf(
                                batch.getType(), key.id().value(), key.key().encoded()))
                        .toList();
                var tree = MerkleTree.of(hash, leaves);
                var fault = fault(batch, upload.getBatch(), tree.root());
                return fault != null
                        ? Verification.refused(fault)
                        : Verification.verified(new VerifiedUpload(
                                upload.getBatch(),
                                batch,
                                new VerifiedUpload.Life(Field.time(batch.getCreated()), Field.time(batch.getExpires())),
                                keys,
                                tree));
            } catch (MalformedException malformed) {
                return Verification.refused(Fault.MALFORMED);
            }
        }

        Verification<VerifiedPrekey> claim(WantedPrekey wanted, ClaimedPrekey claimed) {
            try {
                var address = new DeviceAddress(Field.user(claimed.getUser()), Field.device(claimed.getDevice()));
                var batch = parse(claimed.getBatch());
                if (batch.getType() != wanted.type()) {
                    return Verification.refused(Fault.WRONG_TYPE);
                }
                var id = Field.prekey(claimed.getPrekey().getId());
                var key = key(batch.getType(), claimed.getPrekey());
                var proof = MerkleProof.parse(claimed.getPath());
                var root = proof.rootFrom(hash, leaf(batch.getType(), id.value(), key.encoded()));
                if (!address.equals(owner.address())) {
                    return Verification.refused(Fault.WRONG_OWNER);
                }
                if (root.isEmpty() || proof.leafCount() != batch.getCount()) {
                    return Verification.refused(Fault.WRONG_ROOT);
                }
                var created = Field.time(batch.getCreated());
                if (created.isBefore(wanted.newestSeen().minus(Limits.PREKEY_LIFE))) {
                    return Verification.refused(Fault.WRONG_TIME);
                }
                var fault = fault(batch, claimed.getBatch(), root.get());
                return fault != null
                        ? Verification.refused(fault)
                        : Verification.verified(
                                new VerifiedPrekey(address, id, key, created, Field.time(batch.getExpires())));
            } catch (MalformedException malformed) {
                return Verification.refused(Fault.MALFORMED);
            }
        }

        private PrekeyBatch parse(SignedPrekeyBatch signed) throws MalformedException {
            Field.bytes(signed.getSignature(), Sizes.SIGNATURE);
            var batch = Canonical.parse(PrekeyBatch.parser(), signed.getBatch());
            Field.user(batch.getUser());
            Field.device(batch.getDevice());
            Field.bytes(batch.getIdentityFingerprint(), Sizes.HASH);
            Field.bytes(batch.getBatch(), Sizes.ID);
            Field.bytes(batch.getRoot(), Sizes.HASH);
            Field.require(batch.getCount() >= 1 && batch.getCount() <= Limits.PREKEY_POOL, "a batch has 1 to 200 keys");
            return batch;
        }

        private @Nullable Fault fault(PrekeyBatch batch, SignedPrekeyBatch signed, Bytes root)
                throws MalformedException {
            var address = new DeviceAddress(Field.user(batch.getUser()), Field.device(batch.getDevice()));
            var fingerprint = Field.bytes(batch.getIdentityFingerprint(), Sizes.HASH);
            if (!address.equals(owner.address()) || !fingerprint.equals(owner.identityFingerprint())) {
                return Fault.WRONG_OWNER;
            }
            if (!isTimely(Field.time(batch.getCreated()), Field.time(batch.getExpires()))) {
                return Fault.WRONG_TIME;
            }
            if (!root.equals(Field.bytes(batch.getRoot(), Sizes.HASH))) {
                return Fault.WRONG_ROOT;
            }
            var input = SignedInput.prekeyBatch(
                    owner.network(), Bytes.of(signed.getBatch().toByteArray()));
            var signature = Bytes.of(signed.getSignature().toByteArray());
            return signatures.verify(owner.signingKey(), input, signature) ? null : Fault.INVALID_SIGNATURE;
        }

        private boolean isTimely(Instant created, Instant expires) {
            return !created.isAfter(now.plus(Limits.CLOCK_TOLERANCE))
                    && expires.isAfter(created)
                    && !expires.isAfter(created.plus(Limits.PREKEY_LIFE))
                    && expires.isAfter(now);
        }

        private List<VerifiedUpload.Key> keys(PrekeyType type, List<Prekey> prekeys) throws MalformedException {
            var keys = new ArrayList<VerifiedUpload.Key>();
            for (var prekey : prekeys) {
                var id = Field.prekey(prekey.getId());
                var ascending = keys.isEmpty() || keys.get(keys.size() - 1).id().compareTo(id) < 0;
                Field.require(ascending, "one-time keys ascend and are unique");
                keys.add(new VerifiedUpload.Key(id, key(type, prekey)));
            }
            return keys;
        }

        private OneTimeKey key(PrekeyType type, Prekey prekey) throws MalformedException {
            return OneTimeKey.parse(type, Bytes.of(prekey.getKey().toByteArray()));
        }
    }
}
