package org.mayfly.protocol.client.hpke;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.support.Providers;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 9180 appendix A.6 and Bouncy Castle's own HPKE are the oracles. */
class HpkeTest {

    private static final Path PUBLISHED = Path.of("..", "protocol", "vectors", "rfc9180-a6.json");
    private static final Bytes INFO = Bytes.of("info".getBytes(StandardCharsets.US_ASCII));
    private static final Bytes AAD = Bytes.of("aad".getBytes(StandardCharsets.US_ASCII));
    private static final byte[] TEXT = "plaintext".getBytes(StandardCharsets.US_ASCII);
    private static JsonNode published;

    @BeforeAll
    static void read() throws IOException {
        published = new ObjectMapper().readTree(PUBLISHED.toFile());
    }

    private static Bytes hex(JsonNode vector, String field) {
        return Bytes.parseHex(vector.get(field).textValue());
    }

    private static P521KeyPair pair(JsonNode vector, String secret, String point) {
        return new P521KeyPair(
                new P521PublicKey(hex(vector, point)),
                SecretBytes.takeOver(hex(vector, secret).toArray()));
    }

    private static Optional<Psk> psk(JsonNode vector) {
        return vector.has("psk")
                ? Optional.of(new Psk(SecretBytes.takeOver(hex(vector, "psk").toArray()), hex(vector, "psk_id")))
                : Optional.empty();
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void the_published_vectors_of_both_modes_come_out(CryptoProvider provider) {
        var modes = 0;
        for (var vector : published) {
            if (!List.of("0", "1").contains(vector.get("mode").textValue())) {
                continue;
            }
            modes++;
            var hpke = new Hpke(provider, RandomSource.of(provider));
            var recipient = pair(vector, "skRm", "pkRm");
            var ephemeral = pair(vector, "skEm", "pkEm");
            var sender = hpke.setUpSender(ephemeral, recipient.publicKey(), hex(vector, "info"), psk(vector));
            assertThat(sender.encapsulated().encoded()).isEqualTo(hex(vector, "enc"));
            var receiver = hpke.setUpRecipient(sender.encapsulated(), recipient, hex(vector, "info"), psk(vector));
            checkSequence(vector, sender.context(), receiver);
            for (var export : vector.get("exps")) {
                var length = Integer.parseInt(export.get("L").textValue());
                for (var context : List.of(sender.context(), receiver)) {
                    assertThat(Bytes.of(context.export(hex(export, "exporter_context"), length)
                                    .expose()))
                            .isEqualTo(hex(export, "exported_value"));
                }
            }
        }
        assertThat(modes).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void key_pairs_are_derived_as_published(CryptoProvider provider) {
        for (var vector : published) {
            for (var end : List.of("E", "R")) {
                var material = SecretBytes.takeOver(hex(vector, "ikm" + end).toArray());
                var pair = new KeyPairDerivation(provider).derive(material);
                assertThat(pair.scalar())
                        .isEqualTo(SecretBytes.takeOver(
                                hex(vector, "sk" + end + "m").toArray()));
                assertThat(pair.publicKey().encoded()).isEqualTo(hex(vector, "pk" + end + "m"));
            }
        }
    }

    private static void checkSequence(JsonNode vector, HpkeContext sender, HpkeContext receiver) {
        var sequence = 0;
        for (var encryption : vector.get("encs")) {
            var wanted = Integer.parseInt(encryption.get("sequence number").textValue());
            for (; sequence < wanted; sequence++) {
                var skipped = sender.seal(AAD, SecretBytes.takeOver(new byte[0]));
                assertThat(receiver.open(AAD, skipped)).isPresent();
            }
            var plaintext = SecretBytes.takeOver(hex(encryption, "pt").toArray());
            var sealed = sender.seal(hex(encryption, "aad"), plaintext);
            assertThat(sealed).isEqualTo(hex(encryption, "ct"));
            assertThat(receiver.open(hex(encryption, "aad"), sealed)).contains(plaintext);
            sequence++;
        }
    }

    private static HPKE oracle(byte mode) {
        return new HPKE(mode, HPKE.kem_P521_SHA512, HPKE.kdf_HKDF_SHA512, HPKE.aead_AES_GCM256);
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void bouncy_castles_hpke_opens_what_is_sealed_here(CryptoProvider provider) throws InvalidCipherTextException {
        var random = RandomSource.of(provider);
        var recipient = P521KeyPair.generate(provider, random);
        var psk = new Psk(random.secret(64), Bytes.of("id".getBytes(StandardCharsets.US_ASCII)));
        for (var used : List.of(Optional.<Psk>empty(), Optional.of(psk))) {
            var sender = new Hpke(provider, random).setUpSender(recipient.publicKey(), INFO, used);
            var sealed = sender.context().seal(AAD, SecretBytes.copyOf(TEXT));
            var oracle = oracle(used.isPresent() ? HPKE.mode_psk : HPKE.mode_base);
            var pair = oracle.deserializePrivateKey(
                    recipient.scalar().expose(), recipient.publicKey().encoded().toArray());
            var opened = oracle.open(
                    sender.encapsulated().encoded().toArray(),
                    pair,
                    INFO.toArray(),
                    AAD.toArray(),
                    sealed.toArray(),
                    used.map(key -> key.key().expose()).orElse(null),
                    used.map(key -> key.id().toArray()).orElse(null),
                    null);
            assertThat(opened).isEqualTo(TEXT);
        }
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void what_bouncy_castles_hpke_seals_opens_here(CryptoProvider provider) throws InvalidCipherTextException {
        var random = RandomSource.of(provider);
        var recipient = P521KeyPair.generate(provider, random);
        var psk = new Psk(random.secret(64), Bytes.of("id".getBytes(StandardCharsets.US_ASCII)));
        for (var used : List.of(Optional.<Psk>empty(), Optional.of(psk))) {
            var oracle = oracle(used.isPresent() ? HPKE.mode_psk : HPKE.mode_base);
            var sealed = oracle.seal(
                    oracle.deserializePublicKey(recipient.publicKey().encoded().toArray()),
                    INFO.toArray(),
                    AAD.toArray(),
                    TEXT,
                    used.map(key -> key.key().expose()).orElse(null),
                    used.map(key -> key.id().toArray()).orElse(null),
                    null);
            var context = new Hpke(provider, random)
                    .setUpRecipient(new P521PublicKey(Bytes.of(sealed[1])), recipient, INFO, used);
            assertThat(context.open(AAD, Bytes.of(sealed[0])).orElseThrow().expose())
                    .isEqualTo(TEXT);
        }
    }

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void another_info_key_psk_or_aad_does_not_open(CryptoProvider provider) {
        var random = RandomSource.of(provider);
        var hpke = new Hpke(provider, random);
        var recipient = P521KeyPair.generate(provider, random);
        var psk = Optional.of(new Psk(random.secret(64), INFO));
        var sender = hpke.setUpSender(recipient.publicKey(), INFO, psk);
        var sealed = sender.context().seal(AAD, SecretBytes.copyOf(TEXT));
        var enc = sender.encapsulated();
        var otherPsk = Optional.of(new Psk(random.secret(64), INFO));
        var otherId = Optional.of(new Psk(psk.get().key(), AAD));
        assertThat(hpke.setUpRecipient(enc, recipient, INFO, psk).open(INFO, sealed))
                .isEmpty();
        assertThat(hpke.setUpRecipient(enc, recipient, AAD, psk).open(AAD, sealed))
                .isEmpty();
        assertThat(hpke.setUpRecipient(enc, recipient, INFO, otherPsk).open(AAD, sealed))
                .isEmpty();
        assertThat(hpke.setUpRecipient(enc, recipient, INFO, otherId).open(AAD, sealed))
                .isEmpty();
        assertThat(hpke.setUpRecipient(enc, recipient, INFO, Optional.empty()).open(AAD, sealed))
                .isEmpty();
        var other = P521KeyPair.generate(provider, random);
        assertThat(hpke.setUpRecipient(enc, other, INFO, psk).open(AAD, sealed)).isEmpty();
        assertThat(hpke.setUpRecipient(enc, recipient, INFO, psk).open(AAD, sealed))
                .isPresent();
    }
}
