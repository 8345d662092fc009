package org.mayfly.messaging.recovery;

import org.junit.jupiter.api.Test;
import org.mayfly.messaging.bundle.Bundle;
import org.mayfly.messaging.bundle.Seeds;
import org.mayfly.messaging.testing.Relay;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.recovery.RecoveryBundle;
import org.mayfly.protocol.client.recovery.RecoverySecret;
import org.mayfly.protocol.codec.ByteSequence;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Hkdf;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.oprf.OprfInput;
import org.mayfly.protocol.oprf.OprfKey;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.nio.file.Files;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A thief has the whole database and guesses the passphrase at the first try. Without the seed file nothing opens; with
 * it the same code opens the bundle: the seed is what it is about, not the thief's skill.
 */
class StolenDatabaseTest {

    private static final String PASSPHRASE = "password1!";
    private static final CryptoProvider CRYPTO = CryptoProvider.preferred();
    private static final RandomSource RANDOM = RandomSource.of(CRYPTO);

    private final Relay relay = new Relay();
    private final Somebody victim = Somebody.enrolled(relay, "victim");
    private final Seeds seeds = relay.server.get(Seeds.class);
    private final P521KeyPair identity = P521KeyPair.generate(CRYPTO, RANDOM);

    private RecoveryBundle.Binding binding(long version) {
        return new RecoveryBundle.Binding(
                relay.network,
                victim.device.address.user(),
                identity.publicKey(),
                version,
                Bytes.parseHex(seeds.newest().id().toString().replace("-", "")));
    }

    /** As a client does it, over the server's own evaluation. */
    private void keepABundleUnderThePassphrase() {
        var actor = victim.back(Way.PASSPHRASE);
        try (var input = Somebody.input(PASSPHRASE)) {
            var evaluation = victim.recovery()
                    .evaluate(actor, victim.names(), Optional.of(input.blinded().encoded()));
            var element = org.mayfly.protocol.oprf.OprfElement.parse(
                    evaluation.evaluated().orElseThrow());
            try (var output = input.finish(element, CRYPTO);
                    var secret = RecoverySecret.harden(CRYPTO, output)) {
                var sealed = RecoveryBundle.seal(CRYPTO, RANDOM, secret, identity, binding(2));
                var logInKey = secret.logInKey().publicKey().encoded();
                victim.put(
                        actor,
                        Way.PASSPHRASE,
                        2,
                        Bundle.parse(sealed.sealed(), logInKey, Optional.of(evaluation.seed())));
            }
        } catch (org.mayfly.protocol.codec.MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every value of every table that is bytes or an id. */
    private List<Bytes> everythingInTheDatabase() {
        var columns = relay.server.rows("""
                SELECT format('SELECT encode(%s, ''hex'') FROM %I WHERE %I IS NOT NULL',
                    CASE data_type WHEN 'uuid' THEN 'uuid_send(' || quote_ident(column_name) || ')' ELSE quote_ident(column_name) END,
                    table_name, column_name)
                FROM information_schema.columns WHERE table_schema = 'public' AND data_type IN ('uuid', 'bytea')
                """);
        return columns.stream()
                .flatMap(column -> relay.server.rows(column).stream())
                .distinct()
                .map(Bytes::parseHex)
                .toList();
    }

    private Optional<P521KeyPair> open(Bytes stolen, Bytes seed, String guess) {
        var info = new ByteSequence()
                .ascii("msgr/v1/oprf")
                .bytes(relay.network.value())
                .bytes(victim.device.address.user().value())
                .toBytes();
        try (var key = SecretBytes.takeOver(seed.toArray());
                var derived = new Hkdf(CRYPTO).expand(key, info, 32);
                var input = Somebody.input(guess);
                var output = input.finish(evaluated(input, derived), CRYPTO);
                var secret = RecoverySecret.harden(CRYPTO, output)) {
            return new RecoveryBundle(stolen).open(CRYPTO, secret, binding(2));
        }
    }

    private static org.mayfly.protocol.oprf.OprfElement evaluated(OprfInput input, SecretBytes derived) {
        return OprfKey.derive(derived, "msgr/v1/oprf").evaluate(input.blinded(), RANDOM);
    }

    @Test
    void the_right_guess_does_not_open_the_bundle_with_the_database_alone_and_does_with_the_seed_file()
            throws Exception {
        keepABundleUnderThePassphrase();
        var all = everythingInTheDatabase();
        var stolen = all.stream().filter(value -> value.length() == 94).toList();
        var bundle = Bytes.parseHex(relay.server
                .rows("SELECT encode(bundle, 'hex') FROM recovery_bundle WHERE version = 2")
                .get(0));
        assertThat(stolen).contains(bundle);

        // The file's own 64 bytes: what the control opens it with, and what must be nowhere in the database.
        var line = Files.readString(relay.server
                .get(org.mayfly.messaging.config.ServerSettings.class)
                .secrets()
                .resolve(Seeds.FILE));
        var seed = Bytes.of(Base64.getDecoder().decode(line.substring(37).strip()));
        var wholeDump = String.join(" ", all.stream().map(Bytes::toHex).toList());
        assertThat(wholeDump)
                .doesNotContain(seed.toHex())
                .doesNotContain(seed.toHex().substring(0, 32));

        // Whatever could be taken for a seed: each length once is enough, Argon2id costs the thief a quarter of a
        // second.
        var tries = all.stream()
                .collect(java.util.stream.Collectors.toMap(Bytes::length, value -> value, (first, next) -> first))
                .values();
        assertThat(tries).hasSizeGreaterThan(5);
        for (var wrong : tries) {
            assertThat(open(bundle, wrong, PASSPHRASE))
                    .as("%d bytes as a seed", wrong.length())
                    .isEmpty();
        }
        assertThat(open(bundle, Bytes.parseHex(HexFormat.of().formatHex(new byte[64])), PASSPHRASE))
                .isEmpty();

        assertThat(open(bundle, seed, PASSPHRASE))
                .as("control: with the seed the right guess opens it")
                .get()
                .satisfies(pair -> assertThat(pair.publicKey()).isEqualTo(identity.publicKey()));
        assertThat(open(bundle, seed, "password1?")).isEmpty();
    }
}
