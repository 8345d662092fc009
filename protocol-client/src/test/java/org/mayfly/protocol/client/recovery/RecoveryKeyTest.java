package org.mayfly.protocol.client.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.recovery.RecoveryBundle.Binding;
import org.mayfly.protocol.client.support.Providers;
import org.mayfly.protocol.client.vectors.VectorFile;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.util.List;
import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;

/** The way back by a key on paper. */
class RecoveryKeyTest {

    private static final VectorFile VECTOR = new VectorFile("recovery-key.json");
    private static final CryptoProvider PROVIDER = CryptoProvider.preferred();
    private static final RandomSource RANDOM = RandomSource.of(PROVIDER);

    private final P521KeyPair identity = P521KeyPair.generate(PROVIDER, RANDOM);
    private final Binding binding = Binding.ofRecoveryKey(
            new NetworkId(RANDOM.bytes(16)), new UserId(RANDOM.bytes(16)), identity.publicKey(), 1);

    @Test
    void a_printed_key_is_read_however_it_is_typed() {
        try (var key = RecoveryKey.generate(RANDOM)) {
            var printed = key.printed();
            assertThat(printed).matches("([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}");
            for (var typed : List.of(
                    printed,
                    printed.toLowerCase(Locale.ROOT),
                    " " + printed.replace("-", " ") + "\n",
                    printed.replace("-", ""),
                    printed.replace('0', 'o').replace('1', 'l'),
                    printed.replace('0', 'O').replace('1', 'i'))) {
                assertThat(RecoveryKey.parse(typed).map(RecoveryKey::printed)).contains(printed);
            }
            for (var wrong : List.of("", printed.substring(1), printed + "0", "U" + printed.substring(1))) {
                assertThat(RecoveryKey.parse(wrong)).isEmpty();
            }
        }
    }

    @Test
    void the_key_opens_its_bundle_and_no_other_does() {
        try (var key = RecoveryKey.generate(RANDOM);
                var secret = RecoverySecret.of(PROVIDER, key);
                var other = RecoverySecret.of(PROVIDER, RecoveryKey.generate(RANDOM))) {
            var bundle = RecoveryBundle.seal(PROVIDER, RANDOM, secret, identity, binding);
            assertThat(bundle.open(PROVIDER, secret, binding).orElseThrow().scalar())
                    .isEqualTo(identity.scalar());
            assertThat(bundle.open(PROVIDER, other, binding)).isEmpty();
            var asPassphrase = new Binding(
                    binding.network(), binding.user(), binding.identityKey(), binding.version(), binding.seed());
            assertThat(bundle.open(PROVIDER, secret, asPassphrase)).isEmpty();
        }
    }

    /** -Dvectors.write=true makes it anew. */
    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void the_vector_comes_out(CryptoProvider provider) {
        if (VectorFile.writing()) {
            VECTOR.write(written());
        }
        var vector = VECTOR.read();
        var named = Binding.ofRecoveryKey(
                new NetworkId(hex(vector, "network")),
                new UserId(hex(vector, "user")),
                new P521PublicKey(hex(vector, "identityKey")),
                vector.get("version").longValue());
        try (var key = RecoveryKey.parse(vector.get("typed").textValue()).orElseThrow();
                var secret = RecoverySecret.of(provider, key)) {
            assertThat(key.printed()).isEqualTo(vector.get("printed").textValue());
            assertThat(Bytes.of(key.key().expose())).isEqualTo(hex(vector, "recoveryKey"));
            assertThat(Bytes.of(secret.bundleKey().expose())).isEqualTo(hex(vector, "bundleKey"));
            assertThat(secret.logInKey().publicKey().encoded()).isEqualTo(hex(vector, "logInKey"));
            var opened = new RecoveryBundle(hex(vector, "bundle")).open(provider, secret, named);
            assertThat(Bytes.of(opened.orElseThrow().scalar().expose())).isEqualTo(hex(vector, "identityPrivateKey"));
        }
    }

    private JsonNode written() {
        try (var key = RecoveryKey.generate(RANDOM);
                var secret = RecoverySecret.of(PROVIDER, key)) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("about", "docs/protocol.md, Recovery: the recovery key. printed and typed are the same key")
                    .put("recoveryKey", Bytes.of(key.key().expose()).toHex())
                    .put("printed", key.printed())
                    .put(
                            "typed",
                            key.printed()
                                    .toLowerCase(Locale.ROOT)
                                    .replace("-", " ")
                                    .replace('0', 'o')
                                    .replace('1', 'l'))
                    .put("bundleKey", Bytes.of(secret.bundleKey().expose()).toHex())
                    .put("logInKey", secret.logInKey().publicKey().encoded().toHex())
                    .put("network", binding.network().value().toHex())
                    .put("user", binding.user().value().toHex())
                    .put("identityKey", identity.publicKey().encoded().toHex())
                    .put(
                            "identityPrivateKey",
                            Bytes.of(identity.scalar().expose()).toHex())
                    .put("version", binding.version())
                    .put(
                            "bundle",
                            RecoveryBundle.seal(PROVIDER, RANDOM, secret, identity, binding)
                                    .sealed()
                                    .toHex());
        }
    }

    private static Bytes hex(JsonNode vector, String field) {
        return Bytes.parseHex(vector.get(field).textValue());
    }
}
