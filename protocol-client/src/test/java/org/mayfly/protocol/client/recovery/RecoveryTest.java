package org.mayfly.protocol.client.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.recovery.RecoveryBundle.Binding;
import org.mayfly.protocol.client.support.Providers;
import org.mayfly.protocol.codec.ByteSequence;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Hkdf;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.oprf.OprfElement;
import org.mayfly.protocol.oprf.OprfInput;
import org.mayfly.protocol.oprf.OprfKey;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.value.UserId;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecoveryTest {

    private static final Path VECTOR = Path.of("..", "protocol", "vectors", "recovery.json");
    private static final CryptoProvider PROVIDER = CryptoProvider.preferred();
    private static final RandomSource RANDOM = RandomSource.of(PROVIDER);
    private static final String PASSPHRASE = "Ötter marble quiet lantern ﬁve";

    private final OprfKey serverKey = OprfKey.derive(RANDOM.secret(32), "msgr/v1/oprf");
    private final P521KeyPair identity = P521KeyPair.generate(PROVIDER, RANDOM);
    private final Binding binding = new Binding(
            new NetworkId(RANDOM.bytes(16)), new UserId(RANDOM.bytes(16)), identity.publicKey(), 1, RANDOM.bytes(16));

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void the_passphrase_opens_the_bundle_on_another_device(CryptoProvider provider) {
        var bundle = sealed();

        try (var later = secret(provider, PASSPHRASE, serverKey)) {
            var opened = bundle.open(provider, later, binding).orElseThrow();
            assertThat(opened.scalar()).isEqualTo(identity.scalar());
            assertThat(opened.publicKey()).isEqualTo(identity.publicKey());
        }
    }

    @Test
    void the_same_passphrase_typed_in_another_normal_form_is_the_same() {
        var decomposed = "O\u0308tter marble quiet lantern five";

        try (var one = secret(PROVIDER, PASSPHRASE, serverKey);
                var other = secret(PROVIDER, decomposed, serverKey)) {
            assertThat(one.bundleKey()).isEqualTo(other.bundleKey());
        }
    }

    /** Who stole the database has the bundle; the right guess is worth nothing without the server's key. */
    @Test
    void the_right_passphrase_without_the_servers_key_opens_nothing() {
        var bundle = sealed();
        var guessedKey = OprfKey.derive(RANDOM.secret(32), "msgr/v1/oprf");

        try (var withoutSeed = secret(PROVIDER, PASSPHRASE, guessedKey);
                var unevaluated = RecoverySecret.harden(PROVIDER, RecoverySecret.input(PASSPHRASE))) {
            assertThat(bundle.open(PROVIDER, withoutSeed, binding)).isEmpty();
            assertThat(bundle.open(PROVIDER, unevaluated, binding)).isEmpty();
        }
    }

    @Test
    void another_passphrase_opens_nothing() {
        var bundle = sealed();

        try (var other = secret(PROVIDER, PASSPHRASE + " ", serverKey)) {
            assertThat(bundle.open(PROVIDER, other, binding)).isEmpty();
        }
    }

    @Test
    void a_bundle_belongs_to_one_network_user_identity_version_and_seed() {
        var bundle = sealed();
        var otherKey = P521KeyPair.generate(PROVIDER, RANDOM).publicKey();
        var id = RANDOM.bytes(16);
        try (var secret = secret(PROVIDER, PASSPHRASE, serverKey)) {
            for (var moved : List.of(
                    new Binding(new NetworkId(id), binding.user(), binding.identityKey(), 1, binding.seed()),
                    new Binding(binding.network(), new UserId(id), binding.identityKey(), 1, binding.seed()),
                    new Binding(binding.network(), binding.user(), otherKey, 1, binding.seed()),
                    new Binding(binding.network(), binding.user(), binding.identityKey(), 2, binding.seed()),
                    new Binding(binding.network(), binding.user(), binding.identityKey(), 1, id))) {
                assertThat(bundle.open(PROVIDER, secret, moved))
                        .as(moved.toString())
                        .isEmpty();
            }
        }
    }

    @Test
    void every_byte_of_a_bundle_counts() {
        var bundle = sealed().sealed().toArray();
        try (var secret = secret(PROVIDER, PASSPHRASE, serverKey)) {
            for (var place = 0; place < bundle.length; place++) {
                var changed = bundle.clone();
                changed[place] ^= 1;
                assertThat(new RecoveryBundle(Bytes.of(changed)).open(PROVIDER, secret, binding))
                        .isEmpty();
            }
        }
    }

    @Test
    void an_identity_is_sealed_only_under_its_own_name() {
        var other = P521KeyPair.generate(PROVIDER, RANDOM);
        try (var secret = secret(PROVIDER, PASSPHRASE, serverKey)) {
            assertThatThrownBy(() -> RecoveryBundle.seal(PROVIDER, RANDOM, secret, other, binding))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** The vector is what another implementation checks its steps against; -Dvectors.write=true makes it anew. */
    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void the_vector_comes_out(CryptoProvider provider) throws IOException, MalformedException {
        if (Boolean.getBoolean("vectors.write")) {
            write();
        }
        var vector = new ObjectMapper().readTree(VECTOR.toFile());
        var named = new Binding(
                new NetworkId(hex(vector, "network")),
                new UserId(hex(vector, "user")),
                new P521PublicKey(hex(vector, "identityKey")),
                vector.get("version").longValue(),
                hex(vector, "seedId"));
        var key = keyOf(SecretBytes.takeOver(hex(vector, "seed").toArray()), named);
        assertThat(key.evaluate(OprfElement.parse(hex(vector, "blinded")), RANDOM)
                        .encoded())
                .isEqualTo(hex(vector, "evaluated"));
        var input = RecoverySecret.input(vector.get("passphrase").textValue());
        try (var asked =
                OprfInput.blind(RecoverySecret.input(vector.get("passphrase").textValue()), RANDOM)) {
            assertThat(asked.finish(key.evaluate(asked.blinded(), RANDOM), provider))
                    .as("under any blind")
                    .isEqualTo(SecretBytes.takeOver(hex(vector, "oprfOutput").toArray()));
        }
        assertThat(input).isEqualTo(SecretBytes.takeOver(hex(vector, "input").toArray()));
        try (var secret = RecoverySecret.harden(
                provider, SecretBytes.takeOver(hex(vector, "oprfOutput").toArray()))) {
            assertThat(secret.bundleKey())
                    .isEqualTo(SecretBytes.takeOver(hex(vector, "bundleKey").toArray()));
            assertThat(secret.logInKey().publicKey().encoded()).isEqualTo(hex(vector, "logInKey"));
            var opened = new RecoveryBundle(hex(vector, "bundle")).open(provider, secret, named);
            assertThat(opened.orElseThrow().scalar())
                    .isEqualTo(SecretBytes.takeOver(
                            hex(vector, "identityPrivateKey").toArray()));
        }
    }

    private void write() throws IOException {
        var json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        var seed = RANDOM.secret(64);
        try (var input = OprfInput.blind(RecoverySecret.input(PASSPHRASE), RANDOM)) {
            var evaluated = keyOf(seed, binding).evaluate(input.blinded(), RANDOM);
            var output = input.finish(evaluated, PROVIDER);
            try (var secret = RecoverySecret.harden(PROVIDER, output)) {
                var vector = json.createObjectNode()
                        .put("passphrase", PASSPHRASE)
                        .put("input", hex(RecoverySecret.input(PASSPHRASE)))
                        .put("seed", hex(seed))
                        .put("blinded", input.blinded().encoded().toHex())
                        .put("evaluated", evaluated.encoded().toHex())
                        .put("oprfOutput", hex(output))
                        .put("bundleKey", hex(secret.bundleKey()))
                        .put("logInKey", secret.logInKey().publicKey().encoded().toHex())
                        .put("network", binding.network().value().toHex())
                        .put("user", binding.user().value().toHex())
                        .put("identityKey", identity.publicKey().encoded().toHex())
                        .put("identityPrivateKey", hex(identity.scalar()))
                        .put("version", binding.version())
                        .put("seedId", binding.seed().toHex())
                        .put(
                                "bundle",
                                RecoveryBundle.seal(PROVIDER, RANDOM, secret, identity, binding)
                                        .sealed()
                                        .toHex());
                json.writeValue(VECTOR.toFile(), vector);
            }
        }
    }

    /** As the server derives it. */
    private static OprfKey keyOf(SecretBytes seed, Binding whose) {
        var info = new ByteSequence()
                .ascii("msgr/v1/oprf")
                .bytes(whose.network().value())
                .bytes(whose.user().value())
                .toBytes();
        return OprfKey.derive(new Hkdf(PROVIDER).expand(seed, info, 32), "msgr/v1/oprf");
    }

    private RecoveryBundle sealed() {
        try (var secret = secret(PROVIDER, PASSPHRASE, serverKey)) {
            return RecoveryBundle.seal(PROVIDER, RANDOM, secret, identity, binding);
        }
    }

    private static RecoverySecret secret(CryptoProvider provider, String passphrase, OprfKey key) {
        try (var input = OprfInput.blind(RecoverySecret.input(passphrase), RANDOM);
                var output = input.finish(key.evaluate(input.blinded(), RANDOM), provider)) {
            return RecoverySecret.harden(provider, output);
        }
    }

    private static Bytes hex(JsonNode vector, String field) {
        return Bytes.parseHex(vector.get(field).textValue());
    }

    private static String hex(SecretBytes secret) {
        return Bytes.of(secret.expose()).toHex();
    }
}
