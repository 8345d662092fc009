package org.mayfly.protocol.client.link;

import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.client.hpke.HpkeContext;
import org.mayfly.protocol.client.hpke.Psk;
import org.mayfly.protocol.codec.ByteSequence;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Hkdf;
import org.mayfly.protocol.envelope.EnvelopeWrap.ChainPlace;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.nio.charset.StandardCharsets;

/** Derives what a link's chain gives: docs/protocol.md, "Wrap". Thread-safe. */
public final class Chain {

    private static final Bytes EPOCH = ascii("msgr/v1/epoch");
    private static final Bytes LINK = ascii("msgr/v1/link");

    private final Hkdf hkdf;

    public Chain(CryptoProvider provider) {
        this.hkdf = new Hkdf(provider);
    }

    /**
     * A chain begun by a START.
     *
     * @param epoch 32 bytes
     * @param chainKey CK_0, 64 bytes
     */
    public record Begun(Bytes epoch, SecretBytes chainKey) {}

    /** What a START leaves at both ends. */
    public static Begun begin(HpkeContext start) {
        try (var epoch = start.export(EPOCH, Sizes.EPOCH)) {
            return new Begun(Bytes.of(epoch.expose()), start.export(LINK, Sizes.CHAIN_KEY));
        }
    }

    /** The psk of a FRESH: Expand(CK_i). */
    public SecretBytes psk(SecretBytes chainKey) {
        return hkdf.expand(chainKey, "msgr/v1/psk", Sizes.CHAIN_KEY);
    }

    /** CK_{i+1}. */
    public SecretBytes next(SecretBytes chainKey) {
        return hkdf.expand(chainKey, "msgr/v1/next", Sizes.CHAIN_KEY);
    }

    /** The psk with the id that names its place. */
    public static Psk atPlace(SecretBytes psk, ChainPlace place) {
        return new Psk(
                psk, new ByteSequence().bytes(place.epoch()).u32(place.index()).toBytes());
    }

    private static Bytes ascii(String label) {
        return Bytes.of(label.getBytes(StandardCharsets.US_ASCII));
    }
}
