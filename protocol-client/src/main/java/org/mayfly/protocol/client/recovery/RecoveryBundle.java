package org.mayfly.protocol.client.recovery;

import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.client.crypto.AesGcm;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.codec.ByteSequence;
import org.mayfly.protocol.codec.Field;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.util.Arrays;
import java.util.Optional;

/**
 * The identity key's private part, sealed under a recovery secret for the server to keep.
 *
 * @param sealed 94 bytes: nonce ‖ ciphertext with tag
 */
public record RecoveryBundle(Bytes sealed) {

    private static final int NONCE = 12;
    private static final int BYTES = NONCE + Sizes.P521_SCALAR + Sizes.AEAD_TAG;

    /** @throws IllegalArgumentException unless it has 94 bytes */
    public RecoveryBundle {
        if (sealed.length() != BYTES) {
            throw new IllegalArgumentException("a bundle has 94 bytes");
        }
    }

    /** @throws MalformedException unless it has 94 bytes */
    public static RecoveryBundle parse(Bytes sealed) throws MalformedException {
        Field.require(sealed.length() == BYTES, "a bundle has 94 bytes");
        return new RecoveryBundle(sealed);
    }

    /**
     * What a bundle is bound to.
     *
     * @param version from 1, higher with each change of passphrase
     * @param seed 16 bytes: names the server's seed that the passphrase was evaluated with; zeros for a recovery key
     * @param way what opens it
     */
    public record Binding(
            NetworkId network, UserId user, P521PublicKey identityKey, long version, Bytes seed, Way way) {

        private static final Bytes NO_SEED = Bytes.of(new byte[Sizes.ID]);

        /** Opened by a passphrase. */
        public Binding(NetworkId network, UserId user, P521PublicKey identityKey, long version, Bytes seed) {
            this(network, user, identityKey, version, seed, Way.PASSPHRASE);
        }

        public static Binding ofRecoveryKey(NetworkId network, UserId user, P521PublicKey identityKey, long version) {
            return new Binding(network, user, identityKey, version, NO_SEED, Way.RECOVERY_KEY);
        }

        private Bytes associated() {
            return new ByteSequence()
                    .ascii(way == Way.PASSPHRASE ? "msgr/v1/bundle" : "msgr/v1/bundle-recovery-key")
                    .bytes(network.value())
                    .bytes(user.value())
                    .bytes(identityKey.encoded())
                    .u64(version)
                    .bytes(seed)
                    .toBytes();
        }
    }

    /** @param identity whose public part the binding names */
    public static RecoveryBundle seal(
            CryptoProvider provider,
            RandomSource random,
            RecoverySecret secret,
            P521KeyPair identity,
            Binding binding) {
        if (!identity.publicKey().equals(binding.identityKey())) {
            throw new IllegalArgumentException("the binding names another identity key");
        }
        var nonce = random.bytes(NONCE);
        try (var key = secret.bundleKey()) {
            var ciphertext = new AesGcm(provider).seal(key, nonce, binding.associated(), identity.scalar());
            return new RecoveryBundle(
                    new ByteSequence().bytes(nonce).bytes(ciphertext).toBytes());
        }
    }

    /** Empty under another passphrase, for another binding, and where what is inside is not the named key's private part. */
    public Optional<P521KeyPair> open(CryptoProvider provider, RecoverySecret secret, Binding binding) {
        var bytes = sealed.toArray();
        var nonce = Bytes.of(Arrays.copyOf(bytes, NONCE));
        var ciphertext = Bytes.of(Arrays.copyOfRange(bytes, NONCE, BYTES));
        try (var key = secret.bundleKey()) {
            return new AesGcm(provider)
                    .open(key, nonce, binding.associated(), ciphertext)
                    .flatMap(scalar -> P521KeyPair.matching(provider, binding.identityKey(), scalar));
        }
    }
}
