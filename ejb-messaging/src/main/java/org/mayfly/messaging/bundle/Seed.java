package org.mayfly.messaging.bundle;

import org.mayfly.protocol.codec.ByteSequence;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Hkdf;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.oprf.OprfKey;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.value.UserId;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What the keys of the passphrase function are derived from. Never in the database, never printed. Thread-safe.
 *
 * <p>Guarantee: without it a bundle can't be tried against a passphrase, be it the right one.
 */
public final class Seed {

    /** Of the secret. */
    public static final int BYTES = 64;

    private static final String KEY_LABEL = "msgr/v1/oprf";

    private final UUID id;
    private final SecretBytes secret;
    private final Hkdf hkdf = new Hkdf(CryptoProvider.preferred());
    private final Sha512 hash = new Sha512(CryptoProvider.preferred());

    /** @param secret 64 bytes; belongs to the seed from here on */
    Seed(UUID id, SecretBytes secret) {
        if (secret.length() != BYTES) {
            throw new IllegalArgumentException("a seed has 64 bytes");
        }
        this.id = id;
        this.secret = secret;
    }

    public UUID id() {
        return id;
    }

    /** The server's key of a user. */
    public OprfKey keyOf(NetworkId network, UserId user) {
        return derived(new ByteSequence()
                .ascii(KEY_LABEL)
                .bytes(network.value())
                .bytes(user.value())
                .toBytes());
    }

    /** The key of an account that is not there: the same for the same names, so that it can't be told from one that is. */
    public OprfKey keyOfNobody(AccountName name) {
        return derived(new ByteSequence()
                .ascii("msgr/v1/oprf-unknown")
                .bytes(hash.hash(name.encoded()))
                .toBytes());
    }

    /** What an account is counted under: names people type are stored nowhere. 32 bytes. */
    Bytes pseudonym(AccountName name) {
        var info = new ByteSequence()
                .ascii("msgr/v1/recovery-account")
                .bytes(hash.hash(name.encoded()))
                .toBytes();
        try (var derived = hkdf.expand(secret, info, 32)) {
            return Bytes.of(derived.expose());
        }
    }

    private OprfKey derived(Bytes info) {
        try (var seed = hkdf.expand(secret, info, 32)) {
            return OprfKey.derive(seed, KEY_LABEL);
        }
    }

    /** Network and user as a person names them, in the form the directory compares. */
    public record AccountName(String network, String user) {

        Bytes encoded() {
            var first = network.getBytes(StandardCharsets.UTF_8);
            return new ByteSequence()
                    .u32(first.length)
                    .bytes(Bytes.of(first))
                    .bytes(Bytes.of(user.getBytes(StandardCharsets.UTF_8)))
                    .toBytes();
        }

        @Override
        public String toString() {
            return "AccountName[hidden]";
        }
    }

    @Override
    public String toString() {
        return "Seed[hidden]";
    }
}
