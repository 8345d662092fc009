package org.mayfly.protocol.client.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.Suite;
import org.mayfly.protocol.client.crypto.BouncyCastleMlKem;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.envelope.WrapBinding;
import org.mayfly.protocol.client.envelope.WrapKind;
import org.mayfly.protocol.client.envelope.WrapSealing.Outer;
import org.mayfly.protocol.client.link.Chain;
import org.mayfly.protocol.client.link.ChainStep;
import org.mayfly.protocol.client.link.KemPsk;
import org.mayfly.protocol.client.receiving.WrapKeys;
import org.mayfly.protocol.client.receiving.WrapOpening;
import org.mayfly.protocol.client.store.ChainHead;
import org.mayfly.protocol.client.store.HeldPrekey;
import org.mayfly.protocol.client.store.ReceivingEpoch;
import org.mayfly.protocol.client.store.SkippedKey;
import org.mayfly.protocol.client.store.Slot;
import org.mayfly.protocol.client.support.Providers;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.MlKemPublicKey;
import org.mayfly.protocol.crypto.P521PublicKey;
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
import org.mayfly.protocol.wire.PrekeyType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.vectors.VectorFile.hex;

/** Wraps of suite 0x0002, step by step: every value between key and plaintext is recomputed, on every provider. */
class WrapVectorsTest {

    private static final VectorFile FILE = new VectorFile("wraps-hybrid.json");
    private static final Slot NO_SLOT = new Slot(0);

    @BeforeAll
    static void write() {
        if (VectorFile.writing()) {
            FILE.write(RecordedWraps.write(CryptoProvider.preferred()));
        }
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void every_wrap_opens_and_begins_what_the_file_says(CryptoProvider provider) throws MalformedException {
        var file = FILE.read();
        var self = binding(file.get("recipient"));
        var states = new ArrayList<Integer>();
        for (var vector : file.get("wraps")) {
            var wrap = EnvelopeWrap.parse(hex(vector.get("wrap")));
            states.add(vector.get("state").intValue());
            assertThat(wrap.state().getNumber()).isEqualTo(vector.get("state").intValue());
            var outer = new Outer(hex(vector.get("headerHash")), hex(vector.get("ciphertextHash")));
            var info = self.info(new Sha512(provider), WrapKind.of(wrap), outer.headerHash());
            assertThat(info).isEqualTo(hex(vector.get("info")));
            derivesAsTheFileSays(provider, wrap, vector, info);
            var opening = new WrapOpening(provider, RandomSource.of(provider));
            try (var keys = keys(wrap, vector);
                    var opened = opening.open(self, keys, outer).orElseThrow()) {
                assertThat(opened.wrappedKey()).isEqualTo(secret(vector.get("wrappedKey")));
                var begun = VectorFile.object();
                RecordedWraps.describe(begun, opened.begun());
                for (var field : List.of("epoch", "begunChainKey", "begunSubChainKey")) {
                    assertThat(begun.get(field)).as(field).isEqualTo(vector.get(field));
                }
            }
        }
        assertThat(states).containsExactly(1, 2, 3, 3, 2, 3);
    }

    private static void derivesAsTheFileSays(CryptoProvider provider, EnvelopeWrap wrap, JsonNode vector, Bytes info) {
        var chain = new Chain(provider);
        wrap.<Void>fold(
                start -> {
                    var prekey = vector.get("kemPrekey");
                    var ciphertext = start.kem().orElseThrow().ciphertext();
                    var shared = new BouncyCastleMlKem(RandomSource.of(provider))
                            .decapsulate(secret(prekey.get("privateKey")), ciphertext);
                    var key = new MlKemPublicKey(hex(prekey.get("publicKey")));
                    assertThat(shared).isEqualTo(secret(vector.get("psk")));
                    assertThat(KemPsk.of(provider, key, ciphertext, shared).id())
                            .isEqualTo(hex(vector.get("pskId")));
                    return null;
                },
                fresh -> {
                    derivesFromChain(chain, vector);
                    var psk = Chain.atPlace(secret(vector.get("psk")), fresh.place());
                    assertThat(psk.id()).isEqualTo(hex(vector.get("pskId")));
                    return null;
                },
                chained -> {
                    derivesFromChain(chain, vector);
                    assertThat(chain.sealingKey(secret(vector.get("psk")), info))
                            .isEqualTo(secret(vector.get("key")));
                    return null;
                });
    }

    private static void derivesFromChain(Chain chain, JsonNode vector) {
        var chainKey = secret(vector.get("chainKey"));
        assertThat(chain.psk(chainKey)).isEqualTo(secret(vector.get("psk")));
        assertThat(chain.next(chainKey)).isEqualTo(secret(vector.get("nextChainKey")));
    }

    private static WrapKeys keys(EnvelopeWrap wrap, JsonNode vector) {
        return wrap.fold(
                start -> new WrapKeys.Start(
                        start, point(vector.get("prekey")), Optional.of(kem(vector.get("kemPrekey")))),
                fresh -> new WrapKeys.Fresh(fresh, point(vector.get("prekey")), step(fresh.place(), vector)),
                chained -> new WrapKeys.Chained(chained, step(chained.place(), vector)));
    }

    private static WrapKeys.Point point(JsonNode prekey) {
        var key = new P521PublicKey(hex(prekey.get("publicKey")));
        var pair = new P521KeyPair(key, secret(prekey.get("privateKey")));
        return new WrapKeys.Point(held(prekey, PrekeyType.PREKEY_TYPE_P521), pair);
    }

    private static WrapKeys.Kem kem(JsonNode prekey) {
        var key = new MlKemPublicKey(hex(prekey.get("publicKey")));
        return new WrapKeys.Kem(held(prekey, PrekeyType.PREKEY_TYPE_MLKEM1024), key, secret(prekey.get("privateKey")));
    }

    private static HeldPrekey held(JsonNode prekey, PrekeyType type) {
        var id = new PrekeyId(hex(prekey.get("id")));
        return new HeldPrekey(id, type, hex(prekey.get("publicKey")), NO_SLOT, Instant.MAX);
    }

    /** Only the psk is of any use to opening. */
    private static ChainStep step(ChainPlace place, JsonNode vector) {
        var peer = new DeviceAddress(UserId.of(new byte[16]), DeviceId.of(new byte[16]));
        var id = new ReceivingEpoch.Id(Suite.HYBRID, place.epoch());
        var epoch = new ReceivingEpoch(peer, id, 1, ChainHead.first(NO_SLOT), List.of());
        return new ChainStep.Skipped(
                epoch, new SkippedKey(peer, place, NO_SLOT, Instant.MAX), secret(vector.get("psk")));
    }

    private static WrapBinding binding(JsonNode recipient) {
        return new WrapBinding(
                new DeviceAddress(new UserId(hex(recipient.get("user"))), new DeviceId(hex(recipient.get("device")))),
                new P521PublicKey(hex(recipient.get("identityKey"))),
                new P521PublicKey(hex(recipient.get("signingKey"))));
    }

    private static SecretBytes secret(JsonNode hex) {
        return SecretBytes.takeOver(hex(hex).toArray());
    }
}
