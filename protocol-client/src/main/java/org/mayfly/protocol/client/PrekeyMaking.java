package org.mayfly.protocol.client;

import com.google.protobuf.ByteString;
import org.mayfly.protocol.Limits;
import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.crypto.Signer;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.ErasableSecrets;
import org.mayfly.protocol.client.store.HeldPrekey;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.merkle.MerkleTree;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.PrekeyId;
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
import java.util.stream.IntStream;

/** Makes batches of one-time keys. */
final class PrekeyMaking {

    private final CryptoProvider provider;
    private final RandomSource random;
    private final ErasableSecrets secrets;

    PrekeyMaking(CryptoProvider provider, RandomSource random, ErasableSecrets secrets) {
        this.provider = provider;
        this.random = random;
        this.secrets = secrets;
    }

    private record Made(PrekeyId id, P521KeyPair pair) {}

    Replenishment make(DeviceIdentity owner, P521KeyPair signingKey, int count, Instant now) {
        if (count < 1 || count > Limits.PREKEY_POOL) {
            throw new IllegalArgumentException("a batch has 1 to 200 keys");
        }
        var made = IntStream.range(0, count)
                .mapToObj(i -> new Made(new PrekeyId(random.bytes(Sizes.ID)), P521KeyPair.generate(provider, random)))
                .sorted(Comparator.comparing(Made::id))
                .toList();
        var upload = UploadPrekeys.newBuilder().setBatch(sign(batch(owner, made, now), owner, signingKey));
        var changes = new ArrayList<Change>();
        for (var each : made) {
            upload.addPrekeys(Prekey.newBuilder()
                    .setId(wire(each.id().value()))
                    .setKey(wire(each.pair().publicKey().encoded())));
            var slot = secrets.reserve();
            changes.add(new Change.WriteSecret(slot, each.pair().scalar()));
            changes.add(new Change.PutPrekey(new HeldPrekey(
                    each.id(), each.pair().publicKey().encoded(), slot, now.plus(Limits.PREKEY_PRIVATE_LIFE))));
        }
        return new Replenishment(upload.build(), UnitOfWork.of(changes));
    }

    private PrekeyBatch batch(DeviceIdentity owner, List<Made> made, Instant now) {
        var leaves = made.stream()
                .map(each -> PrekeyBatchVerification.leaf(
                        PrekeyType.PREKEY_TYPE_P521,
                        each.id().value(),
                        each.pair().publicKey().encoded()))
                .toList();
        return PrekeyBatch.newBuilder()
                .setUser(wire(owner.address().user().value()))
                .setIdentityFingerprint(wire(owner.identityFingerprint()))
                .setDevice(wire(owner.address().device().value()))
                .setType(PrekeyType.PREKEY_TYPE_P521)
                .setBatch(wire(random.bytes(Sizes.ID)))
                .setCreated(now.toEpochMilli())
                .setExpires(now.plus(Limits.PREKEY_LIFE).toEpochMilli())
                .setCount(made.size())
                .setRoot(wire(MerkleTree.of(new Sha512(provider), leaves).root()))
                .build();
    }

    private SignedPrekeyBatch sign(PrekeyBatch batch, DeviceIdentity owner, P521KeyPair signingKey) {
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
