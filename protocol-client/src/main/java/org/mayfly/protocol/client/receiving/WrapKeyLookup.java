package org.mayfly.protocol.client.receiving;

import org.mayfly.protocol.Suite;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.link.ChainStep;
import org.mayfly.protocol.client.link.LinkReceiving;
import org.mayfly.protocol.client.store.ClientStore;
import org.mayfly.protocol.client.store.HeldPrekey;
import org.mayfly.protocol.client.store.ReceivingEpoch;
import org.mayfly.protocol.crypto.MlKemPublicKey;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.envelope.ChainPlace;
import org.mayfly.protocol.envelope.EnvelopeWrap;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.wire.PrekeyType;

import java.util.Optional;

/** Finds the private keys a wrap was sealed to. Changes nothing. */
public final class WrapKeyLookup {

    private final ClientStore store;
    private final LinkReceiving links;

    public WrapKeyLookup(ClientStore store, LinkReceiving links) {
        this.store = store;
        this.links = links;
    }

    /** Empty unless all that its suite and state demand is here; to be closed. */
    public Optional<WrapKeys> find(DeviceAddress sender, EnvelopeWrap wrap) {
        return wrap.fold(
                this::start,
                fresh -> fresh(sender, fresh),
                chained -> step(sender, chained.suite(), chained.place())
                        .map(step -> new WrapKeys.Chained(chained, step)));
    }

    private Optional<WrapKeys> start(EnvelopeWrap.Start wrap) {
        var point = held(wrap.encapsulated().prekey(), PrekeyType.PREKEY_TYPE_P521);
        var kem = wrap.kem().flatMap(part -> held(part.prekey(), PrekeyType.PREKEY_TYPE_MLKEM1024));
        return kem.isPresent() == wrap.kem().isPresent()
                ? point.map(prekey -> new WrapKeys.Start(wrap, point(prekey), kem.map(this::kem)))
                : Optional.empty();
    }

    private Optional<WrapKeys> fresh(DeviceAddress sender, EnvelopeWrap.Fresh wrap) {
        return held(wrap.encapsulated().prekey(), PrekeyType.PREKEY_TYPE_P521)
                .flatMap(prekey -> step(sender, wrap.suite(), wrap.place())
                        .map(step -> new WrapKeys.Fresh(wrap, point(prekey), step)));
    }

    private Optional<ChainStep> step(DeviceAddress sender, Suite suite, ChainPlace place) {
        return links.locate(sender, new ReceivingEpoch.Id(suite, place.epoch()), place);
    }

    private Optional<HeldPrekey> held(PrekeyId id, PrekeyType type) {
        return store.heldPrekey(id).filter(prekey -> prekey.type() == type);
    }

    private WrapKeys.Point point(HeldPrekey prekey) {
        var scalar = store.secrets().read(prekey.slot());
        return new WrapKeys.Point(prekey, new P521KeyPair(new P521PublicKey(prekey.publicKey()), scalar));
    }

    private WrapKeys.Kem kem(HeldPrekey prekey) {
        var seed = store.secrets().read(prekey.slot());
        return new WrapKeys.Kem(prekey, new MlKemPublicKey(prekey.publicKey()), seed);
    }
}
