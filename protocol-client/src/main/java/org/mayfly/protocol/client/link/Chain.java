package org.mayfly.protocol.client.link;

import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.client.hpke.HpkeContext;
import org.mayfly.protocol.client.hpke.Psk;
import org.mayfly.protocol.codec.ByteSequence;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Hkdf;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.envelope.ChainPlace;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** Derives what a link's chains give: docs/protocol.md, "Wrap". Main chain and sub-chains go alike. Thread-safe. */
public final class Chain {

    /** Every so many FRESH one is a carrier. */
    private static final int CARRIER_EVERY = 16;

    private static final Bytes EPOCH = ascii("msgr/v1/epoch");
    private static final Bytes LINK = ascii("msgr/v1/link");
    private static final Bytes SUB = ascii("msgr/v1/sub");

    private final Hkdf hkdf;
    private final Sha512 hash;

    public Chain(CryptoProvider provider) {
        this.hkdf = new Hkdf(provider);
        this.hash = new Sha512(provider);
    }

    /** What a START leaves. */
    public static Begun.Epoch begin(HpkeContext start) {
        try (var epoch = start.export(EPOCH, Sizes.EPOCH)) {
            return new Begun.Epoch(
                    Bytes.of(epoch.expose()), start.export(LINK, Sizes.CHAIN_KEY), start.export(SUB, Sizes.CHAIN_KEY));
        }
    }

    /** What a FRESH at this place leaves. */
    public static Begun carry(HpkeContext fresh, ChainPlace place) {
        return carrier(place).isPresent()
                ? new Begun.SubChain(fresh.export(SUB, Sizes.CHAIN_KEY))
                : new Begun.Nothing();
    }

    /** The number by which a CHAIN names a FRESH at this place as its carrier; empty if it is none. */
    public static OptionalLong carrier(ChainPlace place) {
        var number = place.index() + 1;
        return number % CARRIER_EVERY == 0 ? OptionalLong.of(number) : OptionalLong.empty();
    }

    /** The psk of a place, from the chain key of its index. */
    public SecretBytes psk(SecretBytes chainKey) {
        return hkdf.expand(chainKey, "msgr/v1/psk", Sizes.CHAIN_KEY);
    }

    /** The chain key of the next index. */
    public SecretBytes next(SecretBytes chainKey) {
        return hkdf.expand(chainKey, "msgr/v1/next", Sizes.CHAIN_KEY);
    }

    /** What a FRESH is sealed under besides its one-time key: the psk with the id that names its place. */
    public static Psk atPlace(SecretBytes psk, ChainPlace place) {
        return new Psk(
                psk, new ByteSequence().bytes(place.epoch()).u32(place.index()).toBytes());
    }

    /** The key of a CHAIN: used once, since it depends on the place and, by the info, on the header. 32 bytes. */
    public SecretBytes sealingKey(SecretBytes psk, Bytes info) {
        var label = new ByteSequence()
                .ascii("msgr/v1/chain-key")
                .bytes(hash.hash(info))
                .toBytes();
        return hkdf.expand(psk, label, Sizes.MESSAGE_KEY);
    }

    private static Bytes ascii(String label) {
        return Bytes.of(label.getBytes(StandardCharsets.US_ASCII));
    }
}
