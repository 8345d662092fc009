package org.mayfly.protocol.client.receiving;

import org.mayfly.protocol.client.crypto.AesGcm;
import org.mayfly.protocol.client.crypto.BouncyCastleMlKem;
import org.mayfly.protocol.client.crypto.MlKem;
import org.mayfly.protocol.client.envelope.WrapBinding;
import org.mayfly.protocol.client.envelope.WrapKind;
import org.mayfly.protocol.client.envelope.WrapSealing.Outer;
import org.mayfly.protocol.client.hpke.Hpke;
import org.mayfly.protocol.client.hpke.HpkeContext;
import org.mayfly.protocol.client.hpke.Psk;
import org.mayfly.protocol.client.link.Begun;
import org.mayfly.protocol.client.link.Chain;
import org.mayfly.protocol.client.link.KemPsk;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.envelope.EnvelopeWrap;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.util.Optional;
import java.util.function.Function;

/** Opens wraps in every suite and state: the other side of {@link org.mayfly.protocol.client.envelope.WrapSealing}. Thread-safe. */
public final class WrapOpening {

    private final CryptoProvider provider;
    private final Sha512 hash;
    private final Hpke hpke;
    private final MlKem mlKem;
    private final Chain chain;

    public WrapOpening(CryptoProvider provider, RandomSource random) {
        this.provider = provider;
        this.hash = new Sha512(provider);
        this.hpke = new Hpke(provider, random);
        this.mlKem = new BouncyCastleMlKem(random);
        this.chain = new Chain(provider);
    }

    /**
     * What a wrap held. Closing erases it.
     *
     * @param wrappedKey 198 bytes
     */
    public record Opened(SecretBytes wrappedKey, Begun begun) implements AutoCloseable {
        @Override
        public void close() {
            wrappedKey.destroy();
            begun.close();
        }
    }

    /**
     * Empty if it is not authentic; nothing is told about why.
     *
     * @param self the recipient: this device
     */
    public Optional<Opened> open(WrapBinding self, WrapKeys keys, Outer outer) {
        return keys.fold(
                start -> start(self, start, outer),
                fresh -> fresh(self, fresh, outer),
                chained -> chained(self, chained, outer));
    }

    private Optional<Opened> start(WrapBinding self, WrapKeys.Start keys, Outer outer) {
        var psk = keys.wrap()
                .kem()
                .flatMap(part -> keys.kem().map(kem -> {
                    var shared = mlKem.decapsulate(kem.seed(), part.ciphertext());
                    return KemPsk.of(provider, kem.key(), part.ciphertext(), shared);
                }));
        try {
            var info = info(self, keys.wrap(), outer);
            return encapsulated(keys.wrap().encapsulated())
                    .map(point -> hpke.setUpRecipient(point, keys.point().pair(), info, psk))
                    .flatMap(context -> opened(context, keys.wrap(), outer, Chain::begin));
        } finally {
            psk.map(Psk::key).ifPresent(SecretBytes::destroy);
        }
    }

    private Optional<Opened> fresh(WrapBinding self, WrapKeys.Fresh keys, Outer outer) {
        var place = keys.wrap().place();
        var psk = Chain.atPlace(keys.taken().psk(), place);
        var info = info(self, keys.wrap(), outer);
        return encapsulated(keys.wrap().encapsulated())
                .map(point -> hpke.setUpRecipient(point, keys.point().pair(), info, Optional.of(psk)))
                .flatMap(context -> opened(context, keys.wrap(), outer, of -> Chain.carry(of, place)));
    }

    private Optional<Opened> chained(WrapBinding self, WrapKeys.Chained keys, Outer outer) {
        var info = info(self, keys.wrap(), outer);
        try (var key = chain.sealingKey(keys.taken().psk(), info)) {
            return new AesGcm(provider)
                    .open(
                            key,
                            AesGcm.ZERO_NONCE,
                            outer.ciphertextHash(),
                            keys.wrap().sealed())
                    .map(wrappedKey -> new Opened(wrappedKey, new Begun.Nothing()));
        }
    }

    /** Closes the context. */
    private static Optional<Opened> opened(
            HpkeContext context, EnvelopeWrap wrap, Outer outer, Function<HpkeContext, Begun> begun) {
        try (context) {
            return context.open(outer.ciphertextHash(), wrap.sealed())
                    .map(wrappedKey -> new Opened(wrappedKey, begun.apply(context)));
        }
    }

    private Bytes info(WrapBinding self, EnvelopeWrap wrap, Outer outer) {
        return self.info(hash, WrapKind.of(wrap), outer.headerHash());
    }

    private static Optional<P521PublicKey> encapsulated(EnvelopeWrap.Encapsulated encapsulated) {
        try {
            return Optional.of(P521PublicKey.parse(encapsulated.point()));
        } catch (MalformedException offCurve) {
            return Optional.empty();
        }
    }
}
