package org.mayfly.protocol.client.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.mayfly.protocol.Suite;
import org.mayfly.protocol.client.crypto.BouncyCastleMlKem;
import org.mayfly.protocol.client.crypto.MlKemKeyPair;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.envelope.WrapBinding;
import org.mayfly.protocol.client.envelope.WrapKind;
import org.mayfly.protocol.client.envelope.WrapPlan;
import org.mayfly.protocol.client.envelope.WrapPlan.KemKey;
import org.mayfly.protocol.client.envelope.WrapPlan.PointKey;
import org.mayfly.protocol.client.envelope.WrapSealing;
import org.mayfly.protocol.client.envelope.WrappedKey;
import org.mayfly.protocol.client.link.Begun;
import org.mayfly.protocol.client.link.Chain;
import org.mayfly.protocol.client.link.KemPsk;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.envelope.ChainPlace;
import org.mayfly.protocol.envelope.EnvelopeWrap;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.value.UserId;

import java.util.Optional;

/** Records wraps of one epoch of suite 0x0002 with every value between key and plaintext. */
final class RecordedWraps {

    private final CryptoProvider provider;
    private final RandomSource random;
    private final Sha512 hash;
    private final Chain chain;
    private final WrapBinding binding;
    private final ObjectNode file = VectorFile.object();
    private final ArrayNode wraps;

    private RecordedWraps(CryptoProvider provider) {
        this.provider = provider;
        this.random = RandomSource.of(provider);
        this.hash = new Sha512(provider);
        this.chain = new Chain(provider);
        this.binding = new WrapBinding(
                new DeviceAddress(new UserId(random.bytes(16)), new DeviceId(random.bytes(16))),
                P521KeyPair.generate(provider, random).publicKey(),
                P521KeyPair.generate(provider, random).publicKey());
        file.put("about", "Wraps of one epoch of suite 0x0002, step by step; README.md describes the fields.");
        file.putObject("recipient")
                .put("user", hex(binding.address().user().value()))
                .put("device", hex(binding.address().device().value()))
                .put("identityKey", hex(binding.identityKey().encoded()))
                .put("signingKey", hex(binding.signingKey().encoded()));
        this.wraps = file.putArray("wraps");
    }

    /** START; FRESH 0 and 15, the second a carrier; CHAIN 0, 0 and 0, 2 and 16, 1. */
    static JsonNode write(CryptoProvider provider) {
        var recorded = new RecordedWraps(provider);
        try (var epoch = recorded.start()) {
            var id = epoch.epoch();
            recorded.fresh(ChainPlace.fresh(id, 0), epoch.chainKey());
            recorded.chained(ChainPlace.chained(id, 0, 0), epoch.subChainKey());
            recorded.chained(ChainPlace.chained(id, 0, 2), epoch.subChainKey());
            try (var carrier = recorded.fresh(ChainPlace.fresh(id, 15), epoch.chainKey())) {
                carrier.fold(
                        none -> none,
                        sub -> {
                            recorded.chained(ChainPlace.chained(id, 16, 1), sub.key());
                            return sub;
                        },
                        none -> none);
            }
            return recorded.file;
        }
    }

    private Begun.Epoch start() {
        try (var pair = P521KeyPair.generate(provider, random);
                var kem = new BouncyCastleMlKem(random).generate()) {
            var point = new PointKey(new PrekeyId(random.bytes(16)), pair.publicKey());
            var kemKey = new KemKey(new PrekeyId(random.bytes(16)), kem.publicKey());
            var vector = wraps.addObject();
            var begun = seal(vector, new WrapPlan.Start(point, Optional.of(kemKey)));
            put(vector.putObject("prekey"), point, pair);
            put(vector.putObject("kemPrekey"), kemKey, kem);
            return begun.fold(
                    epoch -> epoch,
                    none -> {
                        throw new AssertionError();
                    },
                    none -> {
                        throw new AssertionError();
                    });
        }
    }

    private Begun fresh(ChainPlace place, SecretBytes firstKey) {
        try (var pair = P521KeyPair.generate(provider, random);
                var chainKey = at(place.index(), firstKey);
                var psk = chain.psk(chainKey);
                var next = chain.next(chainKey)) {
            var point = new PointKey(new PrekeyId(random.bytes(16)), pair.publicKey());
            var vector = wraps.addObject();
            var begun = seal(vector, new WrapPlan.Fresh(Suite.HYBRID, point, place, psk));
            put(vector.putObject("prekey"), point, pair);
            vector.put("chainKey", hex(chainKey))
                    .put("psk", hex(psk))
                    .put("pskId", hex(Chain.atPlace(psk, place).id()))
                    .put("nextChainKey", hex(next));
            return begun;
        }
    }

    private void chained(ChainPlace place, SecretBytes firstKey) {
        try (var chainKey = at(place.index(), firstKey);
                var psk = chain.psk(chainKey);
                var next = chain.next(chainKey)) {
            var vector = wraps.addObject();
            seal(vector, new WrapPlan.Chained(Suite.HYBRID, place, psk)).close();
            var info = VectorFile.hex(vector.get("info"));
            vector.put("chainKey", hex(chainKey))
                    .put("psk", hex(psk))
                    .put("key", hex(chain.sealingKey(psk, info)))
                    .put("nextChainKey", hex(next));
        }
    }

    private SecretBytes at(long index, SecretBytes firstKey) {
        var key = SecretBytes.takeOver(firstKey.expose());
        for (long i = 0; i < index; i++) {
            key = chain.next(key);
        }
        return key;
    }

    private Begun seal(ObjectNode vector, WrapPlan plan) {
        var outer = new WrapSealing.Outer(random.bytes(64), random.bytes(64));
        var wrappedKey = WrappedKey.encode(random.secret(32));
        var made = new WrapSealing(provider, random).seal(binding, plan, outer, wrappedKey);
        vector.put("state", made.wrap().state().getNumber())
                .put("wrap", hex(made.wrap().encode()))
                .put("headerHash", hex(outer.headerHash()))
                .put("ciphertextHash", hex(outer.ciphertextHash()))
                .put("info", hex(binding.info(hash, WrapKind.of(made.wrap()), outer.headerHash())))
                .put("wrappedKey", hex(wrappedKey));
        describe(vector, made.begun());
        return made.begun();
    }

    static void describe(ObjectNode vector, Begun begun) {
        begun.fold(
                epoch -> vector.put("epoch", hex(epoch.epoch()))
                        .put("begunChainKey", hex(epoch.chainKey()))
                        .put("begunSubChainKey", hex(epoch.subChainKey())),
                sub -> vector.put("begunSubChainKey", hex(sub.key())),
                nothing -> vector);
    }

    private void put(ObjectNode prekey, PointKey point, P521KeyPair pair) {
        prekey.put("id", hex(point.id().value()))
                .put("publicKey", hex(point.key().encoded()))
                .put("privateKey", hex(pair.scalar()));
    }

    private void put(ObjectNode prekey, KemKey key, MlKemKeyPair pair) {
        prekey.put("id", hex(key.id().value()))
                .put("publicKey", hex(key.key().encoded()))
                .put("privateKey", hex(pair.seed()));
        var vector = (ObjectNode) wraps.get(wraps.size() - 1);
        try {
            var wrap = EnvelopeWrap.parse(VectorFile.hex(vector.get("wrap")));
            var ciphertext = wrap.fold(
                    start -> start.kem().orElseThrow().ciphertext(), fresh -> Bytes.empty(), chained -> Bytes.empty());
            var shared = new BouncyCastleMlKem(random).decapsulate(pair.seed(), ciphertext);
            vector.put("psk", hex(shared))
                    .put(
                            "pskId",
                            hex(KemPsk.of(provider, key.key(), ciphertext, shared)
                                    .id()));
        } catch (MalformedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String hex(Bytes bytes) {
        return bytes.toHex();
    }

    private static String hex(SecretBytes secret) {
        return Bytes.of(secret.expose()).toHex();
    }
}
