package org.mayfly.protocol.client.envelope;

import org.mayfly.protocol.client.crypto.AesGcm;
import org.mayfly.protocol.client.crypto.BouncyCastleMlKem;
import org.mayfly.protocol.client.crypto.MlKem;
import org.mayfly.protocol.client.hpke.Hpke;
import org.mayfly.protocol.client.hpke.Psk;
import org.mayfly.protocol.client.link.Begun;
import org.mayfly.protocol.client.link.Chain;
import org.mayfly.protocol.client.link.KemPsk;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.envelope.EnvelopeWrap;
import org.mayfly.protocol.envelope.EnvelopeWrap.Encapsulated;
import org.mayfly.protocol.envelope.EnvelopeWrap.KemEncapsulated;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.util.Optional;

/** Seals wraps in every suite and state. Thread-safe. */
public final class WrapSealing {

    private final CryptoProvider provider;
    private final Sha512 hash;
    private final Hpke hpke;
    private final MlKem mlKem;
    private final Chain chain;

    public WrapSealing(CryptoProvider provider, RandomSource random) {
        this.provider = provider;
        this.hash = new Sha512(provider);
        this.hpke = new Hpke(provider, random);
        this.mlKem = new BouncyCastleMlKem(random);
        this.chain = new Chain(provider);
    }

    /**
     * The envelope a wrap belongs to.
     *
     * @param headerHash H of the encoded header
     * @param ciphertextHash H of the ciphertext
     */
    public record Outer(Bytes headerHash, Bytes ciphertextHash) {}

    /** A wrap with what it begins. */
    public record Sealed(EnvelopeWrap wrap, Begun begun) {}

    /** @param wrappedKey 198 bytes; stays the caller's, as does the plan */
    public Sealed seal(WrapBinding binding, WrapPlan plan, Outer outer, SecretBytes wrappedKey) {
        return plan.fold(
                start -> start(binding, start, outer, wrappedKey),
                fresh -> fresh(binding, fresh, outer, wrappedKey),
                chained -> chained(binding, chained, outer, wrappedKey));
    }

    private Sealed start(WrapBinding binding, WrapPlan.Start plan, Outer outer, SecretBytes wrappedKey) {
        var info = binding.info(hash, WrapKind.start(plan.suite(), plan.point().id()), outer.headerHash());
        var kem = plan.kem().map(this::encapsulate);
        try (var sender = hpke.setUpSender(plan.point().key(), info, kem.map(KemPart::psk))) {
            var wrap = new EnvelopeWrap.Start(
                    encapsulated(plan.point(), sender),
                    kem.map(KemPart::wire),
                    sender.context().seal(outer.ciphertextHash(), wrappedKey));
            return new Sealed(wrap, Chain.begin(sender.context()));
        } finally {
            kem.ifPresent(part -> part.psk().key().destroy());
        }
    }

    /** ML-KEM's share in a START: what travels, and what is mixed in. */
    private record KemPart(KemEncapsulated wire, Psk psk) {}

    private KemPart encapsulate(WrapPlan.KemKey key) {
        var made = mlKem.encapsulate(key.key());
        return new KemPart(
                new KemEncapsulated(key.id(), made.ciphertext()),
                KemPsk.of(provider, key.key(), made.ciphertext(), made.sharedSecret()));
    }

    private Sealed fresh(WrapBinding binding, WrapPlan.Fresh plan, Outer outer, SecretBytes wrappedKey) {
        var info = binding.info(hash, WrapKind.fresh(plan.suite(), plan.point().id()), outer.headerHash());
        Psk psk = Chain.atPlace(plan.psk(), plan.place());
        try (var sender = hpke.setUpSender(plan.point().key(), info, Optional.of(psk))) {
            var wrap = new EnvelopeWrap.Fresh(
                    plan.suite(),
                    encapsulated(plan.point(), sender),
                    plan.place(),
                    sender.context().seal(outer.ciphertextHash(), wrappedKey));
            return new Sealed(wrap, Chain.carry(sender.context(), plan.place()));
        }
    }

    private Sealed chained(WrapBinding binding, WrapPlan.Chained plan, Outer outer, SecretBytes wrappedKey) {
        var info = binding.info(hash, WrapKind.chained(plan.suite()), outer.headerHash());
        try (var key = chain.sealingKey(plan.psk(), info)) {
            var sealed = new AesGcm(provider).seal(key, AesGcm.ZERO_NONCE, outer.ciphertextHash(), wrappedKey);
            return new Sealed(new EnvelopeWrap.Chained(plan.suite(), plan.place(), sealed), new Begun.Nothing());
        }
    }

    private static Encapsulated encapsulated(WrapPlan.PointKey point, Hpke.Sender sender) {
        return new Encapsulated(point.id(), sender.encapsulated().encoded());
    }
}
