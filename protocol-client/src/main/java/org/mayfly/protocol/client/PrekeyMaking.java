package org.mayfly.protocol.client;

import com.google.protobuf.ByteString;
import org.mayfly.protocol.Limits;
import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.client.crypto.BouncyCastleMlKem;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.crypto.Signer;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.ErasableSecrets;
import org.mayfly.protocol.client.store.HeldPrekey;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.OneTimeKey;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.merkle.MerkleTree;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.verification.DeviceIdentity;
import org.mayfly.protocol.verification.PrekeyBatchVerification;
import org.mayfly.protocol.wire.Prekey;
import org.mayfly.protocol.wire.PrekeyBatch;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.SignedPrekeyBatch;
import org.mayfly.protocol.wire.UploadPrekeys;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Makes batches of one-time keys. */
final class PrekeyMaking {

    private final CryptoProvider provider;
    private final RandomSource random;
    private final ErasableSecrets secrets;
    private final DeviceIdentity owner;

    /** @param owner this device */
    PrekeyMaking(CryptoProvider provider, RandomSource random, ErasableSecrets secrets, DeviceIdentity owner) {
        this.provider = provider;
        this.random = random;
        this.secrets = secrets;
        this.owner = owner;
    }

    /** @param privatePart a scalar or a seed */
    private record Made(PrekeyId id, OneTimeKey key, SecretBytes privatePart) {}

    Replenishment make(PrekeyType type, int count, P521KeyPair signingKey, Instant now) {
        if (count < 1 || count > Limits.PREKEY_POOL) {
            throw new IllegalArgumentException("a batch has 1 to 200 keys");
        }
        var made = Stream.generate(() -> one(type))
                .limit(count)
                .sorted(Comparator.comparing(Made::id))
                .toList();
        var upload = UploadPrekeys.newBuilder().setBatch(sign(batch(type, made, now), signingKey));
        var changes = new ArrayList<Change>();
        for (var each : made) {
            upload.addPrekeys(Prekey.newBuilder()
                    .setId(wire(each.id().value()))
                    .setKey(wire(each.key().encoded())));
            var slot = secrets.reserve();
            changes.add(new Change.WriteSecret(slot, each.privatePart()));
            changes.add(new Change.PutPrekey(
                    new HeldPrekey(each.id(), type, each.key().encoded(), slot, now.plus(Limits.PREKEY_PRIVATE_LIFE))));
        }
        return new Replenishment(upload.build(), UnitOfWork.of(changes));
    }

    private Made one(PrekeyType type) {
        var id = new PrekeyId(random.bytes(Sizes.ID));
        return switch (type) {
            case PREKEY_TYPE_P521 -> {
                var pair = P521KeyPair.generate(provider, random);
                yield new Made(id, pair.publicKey(), pair.scalar());
            }
            case PREKEY_TYPE_MLKEM1024 -> {
                var pair = new BouncyCastleMlKem(random).generate();
                yield new Made(id, pair.publicKey(), pair.seed());
            }
            default -> throw new IllegalArgumentException("one-time keys are of type P-521 or ML-KEM-1024");
        };
    }

    private PrekeyBatch batch(PrekeyType type, List<Made> made, Instant now) {
        var leaves = made.stream()
                .map(each -> PrekeyBatchVerification.leaf(
                        type, each.id().value(), each.key().encoded()))
                .toList();
        return PrekeyBatch.newBuilder()
                .setUser(wire(owner.address().user().value()))
                .setIdentityFingerprint(wire(owner.identityFingerprint()))
                .setDevice(wire(owner.address().device().value()))
                .setType(type)
                .setBatch(wire(random.bytes(Sizes.ID)))
                .setCreated(now.toEpochMilli())
                .setExpires(now.plus(Limits.PREKEY_LIFE).toEpochMilli())
                .setCount(made.size())
                .setRoot(wire(MerkleTree.of(new Sha512(provider), leaves).root()))
                .build();
    }

    private SignedPrekeyBatch sign(PrekeyBatch batch, P521KeyPair signingKey) {
        var encoded = Canonical.encode(batch);
        var signature = new Signer(provider).sign(signingKey, SignedInput.prekeyBatch(owner.network(), encoded));
        return SignedPrekeyBatch.newBuilder()
                .setBatch(wire(encoded))
                .setSignature(wire(signature))
                .build();
    }

    private static ByteString wire(Bytes bytes) {
        return ByteString.copyFrom(bytes.toArray());
    }
}
