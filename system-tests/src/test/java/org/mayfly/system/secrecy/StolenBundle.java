package org.mayfly.system.secrecy;

import org.mayfly.protocol.client.recovery.RecoveryBundle;
import org.mayfly.protocol.client.recovery.RecoverySecret;
import org.mayfly.protocol.codec.ByteSequence;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Hkdf;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.oprf.OprfInput;
import org.mayfly.protocol.oprf.OprfKey;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.value.UserId;
import org.mayfly.system.Installation;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A person's recovery bundle as it lies in the database, and what a thief knows to do with it: docs/protocol.md,
 * "Recovery".
 */
public record StolenBundle(
        Bytes network, Bytes user, Bytes identityKey, Bytes bundle, long version, Bytes logInKey, Bytes seedId) {

    private static final String LABEL = "msgr/v1/oprf";

    /** Of the passphrase. */
    public static StolenBundle of(Installation installation, String network, String user)
            throws IOException, SQLException {
        try (var database = installation.database();
                var query = database.prepareStatement("""
                        SELECT uuid_send(n.id), uuid_send(u.id), u.identity_key, b.bundle, b.version, b.log_in_key,
                            uuid_send(b.seed_id)
                        FROM recovery_bundle b JOIN app_user u ON u.id = b.user_id JOIN network n ON n.id = u.network_id
                        WHERE n.name = ? AND u.name = ? AND b.way = 1""")) {
            query.setString(1, network);
            query.setString(2, user);
            try (var row = query.executeQuery()) {
                row.next();
                return new StolenBundle(
                        Bytes.of(row.getBytes(1)),
                        Bytes.of(row.getBytes(2)),
                        Bytes.of(row.getBytes(3)),
                        Bytes.of(row.getBytes(4)),
                        row.getLong(5),
                        Bytes.of(row.getBytes(6)),
                        Bytes.of(row.getBytes(7)));
            }
        }
    }

    /**
     * The private key of a person's identity, as who has the server's database and its seeds, and knows the passphrase,
     * computes it.
     */
    public static byte[] identityScalar(Installation installation, String network, String user, String passphrase)
            throws Exception {
        var seeds = Files.readAllLines(installation.data().resolve("secrets/server/recovery-seeds"));
        var newest = seeds.get(seeds.size() - 1).substring(37).strip();
        return of(installation, network, user)
                .identityScalar(passphrase, Bytes.of(Base64.getDecoder().decode(newest)))
                .orElseThrow();
    }

    /** Everything that could be taken for a seed, and 64 zero bytes. */
    public List<Bytes> whatLiesBeside() {
        return List.of(network, user, identityKey, bundle, logInKey, seedId, Bytes.of(new byte[64]));
    }

    /** Whether the identity's private key comes out, under this guess, evaluated with this seed. */
    public boolean opens(String guess, Bytes seed) throws MalformedException {
        return identityScalar(guess, seed).isPresent();
    }

    /** The identity's private key where it comes out, under this guess, evaluated with this seed. */
    public Optional<byte[]> identityScalar(String guess, Bytes seed) throws MalformedException {
        var provider = CryptoProvider.preferred();
        var random = RandomSource.of(provider);
        var info = new ByteSequence().ascii(LABEL).bytes(network).bytes(user).toBytes();
        var binding = new RecoveryBundle.Binding(
                new NetworkId(network), new UserId(user), P521PublicKey.parse(identityKey), version, seedId);
        try (var secretSeed = SecretBytes.takeOver(seed.toArray());
                var derived = new Hkdf(provider).expand(secretSeed, info, 32);
                var input = OprfInput.blind(RecoverySecret.input(guess), random);
                var output = input.finish(OprfKey.derive(derived, LABEL).evaluate(input.blinded(), random), provider);
                var secret = RecoverySecret.harden(provider, output)) {
            return new RecoveryBundle(bundle).open(provider, secret, binding).map(identity -> {
                try (identity) {
                    return identity.scalar().expose();
                }
            });
        }
    }
}
