package org.mayfly.protocol.client.hpke;

import org.mayfly.protocol.client.crypto.AesGcm;
import org.mayfly.protocol.client.crypto.KeyAgreement;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.codec.ByteSequence;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Hkdf;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.util.Optional;

/** HPKE of suite 0x0012/0x0003/0x0002 (RFC 9180), modes base and psk, over the provider's primitives. Thread-safe. */
public final class Hpke {

    private static final int MODE_BASE = 0;
    private static final int MODE_PSK = 1;
    static final Bytes KEM_SUITE = new ByteSequence().ascii("KEM").u16(0x0012).toBytes();
    private static final Bytes HPKE_SUITE =
            new ByteSequence().ascii("HPKE").u16(0x0012).u16(0x0003).u16(0x0002).toBytes();

    private final CryptoProvider provider;
    private final RandomSource random;
    private final KeyAgreement agreement;
    private final LabeledHkdf kemHkdf;
    private final LabeledHkdf hkdf;

    public Hpke(CryptoProvider provider, RandomSource random) {
        this.provider = provider;
        this.random = random;
        this.agreement = new KeyAgreement(provider);
        this.kemHkdf = new LabeledHkdf(new Hkdf(provider), KEM_SUITE);
        this.hkdf = new LabeledHkdf(new Hkdf(provider), HPKE_SUITE);
    }

    /**
     * A sender's context with what the recipient needs to make its own.
     *
     * @param encapsulated 133 bytes
     */
    public record Sender(P521PublicKey encapsulated, HpkeContext context) implements AutoCloseable {
        @Override
        public void close() {
            context.close();
        }
    }

    /** Mode psk with a psk, mode base without. */
    public Sender setUpSender(P521PublicKey recipient, Bytes info, Optional<Psk> psk) {
        try (var agreed = agreement.agreeOnce(random, recipient);
                var shared = sharedSecret(agreed.point(), agreed.publicKey(), recipient)) {
            return new Sender(agreed.publicKey(), schedule(shared, info, psk));
        }
    }

    /** With an ephemeral key pair of the test vectors. */
    Sender setUpSender(P521KeyPair ephemeral, P521PublicKey recipient, Bytes info, Optional<Psk> psk) {
        try (var point = agreement.agree(ephemeral, recipient);
                var shared = sharedSecret(point, ephemeral.publicKey(), recipient)) {
            return new Sender(ephemeral.publicKey(), schedule(shared, info, psk));
        }
    }

    /** Mode psk with a psk, mode base without. */
    public HpkeContext setUpRecipient(P521PublicKey encapsulated, P521KeyPair own, Bytes info, Optional<Psk> psk) {
        try (var point = agreement.agree(own, encapsulated);
                var shared = sharedSecret(point, encapsulated, own.publicKey())) {
            return schedule(shared, info, psk);
        }
    }

    private SecretBytes sharedSecret(SecretBytes point, P521PublicKey encapsulated, P521PublicKey recipient) {
        var context = new ByteSequence()
                .bytes(encapsulated.encoded())
                .bytes(recipient.encoded())
                .toBytes();
        try (var extracted = kemHkdf.extract("eae_prk", point)) {
            return kemHkdf.expand(extracted, "shared_secret", context, 64);
        }
    }

    private HpkeContext schedule(SecretBytes shared, Bytes info, Optional<Psk> psk) {
        var context = new ByteSequence()
                .u8(psk.isPresent() ? MODE_PSK : MODE_BASE)
                .bytes(hkdf.extract("psk_id_hash", psk.map(Psk::id).orElse(Bytes.empty())))
                .bytes(hkdf.extract("info_hash", info))
                .toBytes();
        try (var none = SecretBytes.takeOver(new byte[0]);
                var secret = hkdf.extract(shared, "secret", psk.map(Psk::key).orElse(none));
                var nonce = hkdf.expand(secret, "base_nonce", context, 12)) {
            var keys = new HpkeContext.Keys(
                    hkdf.expand(secret, "key", context, 32),
                    Bytes.of(nonce.expose()),
                    hkdf.expand(secret, "exp", context, 64));
            return new HpkeContext(new AesGcm(provider), hkdf, keys);
        }
    }
}
