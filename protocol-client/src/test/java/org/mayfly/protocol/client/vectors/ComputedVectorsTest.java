package org.mayfly.protocol.client.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.client.SafetyNumber;
import org.mayfly.protocol.client.payload.Conversations;
import org.mayfly.protocol.client.payload.Padding;
import org.mayfly.protocol.client.support.Providers;
import org.mayfly.protocol.codec.ByteSequence;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Hkdf;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.merkle.MerkleTree;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.value.UserId;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import static org.mayfly.protocol.client.vectors.VectorFile.fixed;
import static org.mayfly.protocol.client.vectors.VectorFile.object;

/** Vectors that come out the same each time: on every provider they must equal the committed files. */
class ComputedVectorsTest {

    /** The generator of P-521 and its double: two valid points without a private key worth hiding. */
    private static final P521PublicKey GENERATOR = new P521PublicKey(
            Bytes.parseHex(
                    "0400c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66"
                            + "011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650"));

    private static final NetworkId NETWORK = new NetworkId(fixed("network", 16));
    private static final UserId ALICE = new UserId(fixed("alice", 16));
    private static final UserId BOB = new UserId(fixed("bob", 16));
    private static final DeviceId DEVICE = new DeviceId(fixed("device", 16));

    private static ArrayNode list(ObjectNode file, String about) {
        file.put("about", about);
        return file.putArray("vectors");
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void key_derivation(CryptoProvider provider) {
        var hkdf = new Hkdf(provider);
        var file = object();
        var vectors =
                list(file, "prk = Extract(salt, ikm); output = Expand(prk, info, length); an empty salt is 64 zeros");
        var commit = new ByteSequence().ascii("msgr/v1/commit").bytes(fixed("message", 16));
        var payload = new ByteSequence().ascii("msgr/v1/payload-key").bytes(fixed("header hash", 64));
        for (var info : List.of(commit.toBytes(), payload.toBytes(), ascii("msgr/v1/psk"), ascii("msgr/v1/next"))) {
            for (var salt : List.of(Bytes.empty(), fixed("salt", 64))) {
                for (int length : new int[] {32, 64, 65, 200}) {
                    var ikm = fixed("key material", 32);
                    var prk = hkdf.extract(salt, SecretBytes.takeOver(ikm.toArray()));
                    vectors.addObject()
                            .put("salt", salt.toHex())
                            .put("ikm", ikm.toHex())
                            .put("prk", hex(prk))
                            .put("info", info.toHex())
                            .put("length", length)
                            .put("output", hex(hkdf.expand(prk, info, length)));
                }
            }
        }
        new VectorFile("hkdf.json").mustBe(file);
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void signed_inputs(CryptoProvider provider) {
        var file = object();
        var vectors = list(file, "input = u8(len(label)) label network, then u32(len) field for each field");
        var target = new SignedInput.LogInTarget("https://localhost:8443", fixed("nonce", 32));
        var time = Instant.ofEpochMilli(1_795_348_800_000L);
        put(
                vectors,
                "msgr/v1/env",
                SignedInput.envelope(NETWORK, fixed("header", 64), fixed("ciphertext", 64), 3, fixed("root", 64)),
                fixed("header", 64),
                fixed("ciphertext", 64),
                new ByteSequence().u32(3).toBytes(),
                fixed("root", 64));
        put(vectors, "msgr/v1/opk-batch", SignedInput.prekeyBatch(NETWORK, fixed("batch", 40)), fixed("batch", 40));
        put(vectors, "msgr/v1/device-list", SignedInput.deviceList(NETWORK, fixed("list", 50)), fixed("list", 50));
        put(
                vectors,
                "msgr/v1/enrol",
                SignedInput.enrol(NETWORK, ALICE, GENERATOR, DEVICE),
                ALICE.value(),
                GENERATOR.encoded(),
                DEVICE.value());
        put(
                vectors,
                "msgr/v1/login",
                SignedInput.logIn(NETWORK, target, ALICE, DEVICE, time, 7),
                Bytes.of(target.serverName().getBytes(StandardCharsets.UTF_8)),
                ALICE.value(),
                DEVICE.value(),
                target.nonce(),
                new ByteSequence().u64(time.toEpochMilli()).toBytes(),
                new ByteSequence().u64(7).toBytes());
        put(
                vectors,
                new NetworkId(Bytes.of(new byte[16])),
                "msgr/v1/recover",
                SignedInput.recovery(
                        target.serverName(),
                        fixed("challenge hash", 64),
                        new SignedInput.Returning("Überblick", "anna", SignedInput.Way.RECOVERY_KEY),
                        time),
                Bytes.of(target.serverName().getBytes(StandardCharsets.UTF_8)),
                fixed("challenge hash", 64),
                Bytes.of("Überblick".getBytes(StandardCharsets.UTF_8)),
                Bytes.of("anna".getBytes(StandardCharsets.UTF_8)),
                new ByteSequence().u8(2).toBytes(),
                new ByteSequence().u64(time.toEpochMilli()).toBytes());
        new VectorFile("signed-inputs.json").mustBe(file);
    }

    private static void put(ArrayNode vectors, String label, SignedInput input, Bytes... fields) {
        put(vectors, NETWORK, label, input, fields);
    }

    private static void put(ArrayNode vectors, NetworkId network, String label, SignedInput input, Bytes... fields) {
        var vector = vectors.addObject()
                .put("label", label)
                .put("network", network.value().toHex());
        var array = vector.putArray("fields");
        for (var field : fields) {
            array.add(field.toHex());
        }
        vector.put("input", input.encoded().toHex());
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void trees(CryptoProvider provider) {
        var file = object();
        var vectors = list(file, "leaf data in order, the root, and for every leaf its siblings from the leaf upwards");
        for (int count : new int[] {1, 2, 3, 4, 5, 7, 8, 11, 16, 17}) {
            var leaves = IntStream.range(0, count)
                    .mapToObj(i -> fixed("leaf " + i, i % 5 * 16))
                    .toList();
            var tree = MerkleTree.of(new Sha512(provider), leaves);
            var vector = vectors.addObject();
            var data = vector.putArray("leaves");
            leaves.forEach(leaf -> data.add(leaf.toHex()));
            vector.put("root", tree.root().toHex());
            var paths = vector.putArray("paths");
            for (int i = 0; i < count; i++) {
                var path = paths.addArray();
                tree.proof(i).siblings().forEach(sibling -> path.add(sibling.toHex()));
            }
        }
        new VectorFile("merkle.json").mustBe(file);
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void padding(CryptoProvider provider) {
        var file = object();
        var vectors = list(file, "messageLength to paddedLength; where message stands, padded is the whole of it");
        for (int length : new int[] {0, 1, 5, 507, 508, 509, 572, 573, 1000, 1020, 1021, 4092, 4093, 65_536, 262_000}) {
            var vector =
                    vectors.addObject().put("messageLength", length).put("paddedLength", Padding.paddedLength(length));
            if (length <= 5) {
                var message = fixed("message", length);
                vector.put("message", message.toHex())
                        .put("padded", hex(Padding.pad(SecretBytes.takeOver(message.toArray()))));
            }
        }
        new VectorFile("padding.json").mustBe(file);
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void names(CryptoProvider provider) {
        var file = object();
        var vectors = list(file, "id of the conversation of two and their safety number, the same from both sides");
        var number = new SafetyNumber(new Sha512(provider), NETWORK);
        for (var pair : List.of(List.of(ALICE, BOB), List.of(BOB, ALICE))) {
            vectors.addObject()
                    .put("network", NETWORK.value().toHex())
                    .put("user", pair.get(0).value().toHex())
                    .put("identityKey", GENERATOR.encoded().toHex())
                    .put("other", pair.get(1).value().toHex())
                    .put("otherIdentityKey", GENERATOR.encoded().toHex())
                    .put(
                            "conversation",
                            new Conversations(provider)
                                    .direct(NETWORK, pair.get(0), pair.get(1))
                                    .toHex())
                    .put("safetyNumber", number.of(pair.get(0), GENERATOR, pair.get(1), GENERATOR));
        }
        new VectorFile("conversation.json").mustBe(file);
    }

    private static Bytes ascii(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String hex(SecretBytes secret) {
        return Bytes.of(secret.expose()).toHex();
    }
}
