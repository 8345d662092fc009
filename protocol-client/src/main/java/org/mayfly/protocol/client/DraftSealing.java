package org.mayfly.protocol.client;

import org.mayfly.protocol.Limits;
import org.mayfly.protocol.client.envelope.DiscardTime;
import org.mayfly.protocol.client.envelope.EnvelopeSealing;
import org.mayfly.protocol.client.envelope.EnvelopeSealing.Fresh;
import org.mayfly.protocol.client.envelope.EnvelopeSealing.Outside;
import org.mayfly.protocol.client.envelope.EnvelopeSealing.Sealed;
import org.mayfly.protocol.client.envelope.EnvelopeSealing.Target;
import org.mayfly.protocol.client.envelope.WrapBinding;
import org.mayfly.protocol.client.link.LinkSending;
import org.mayfly.protocol.client.payload.Conversations;
import org.mayfly.protocol.client.payload.PayloadCodec;
import org.mayfly.protocol.client.payload.SealedContext;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.ClientStore;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.client.store.UsedPrekey;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.verification.DeviceIdentity;
import org.mayfly.protocol.verification.PrekeyBatchVerification;
import org.mayfly.protocol.verification.VerifiedDeviceList;
import org.mayfly.protocol.verification.VerifiedPrekey;
import org.mayfly.protocol.wire.ClaimedPrekey;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Turns a draft into an envelope and the changes sealing makes: counter, spent keys, links. */
final class DraftSealing {

    private final ClientStore store;
    private final EnvelopeSealing envelopes;
    private final LinkSending links;
    private final PrekeyBatchVerification prekeys;
    private final Conversations conversations;

    DraftSealing(CryptoProvider provider, RandomSource random, ClientStore store) {
        this.store = store;
        this.envelopes = new EnvelopeSealing(provider, random);
        this.links = new LinkSending(provider, store);
        this.prekeys = new PrekeyBatchVerification(provider);
        this.conversations = new Conversations(provider);
    }

    Sealing seal(OwnIdentity own, Draft draft, VerifiedDeviceList peer, List<ClaimedPrekey> claimed, Instant now) {
        var usable = new LinkedHashMap<DeviceId, VerifiedPrekey>();
        var without = new TreeSet<DeviceId>();
        for (var device : peer.devices()) {
            var identity = peer.identityOf(own.network(), device.device()).orElseThrow();
            usableKey(identity, claimed, now)
                    .ifPresentOrElse(key -> usable.put(device.device(), key), () -> without.add(device.device()));
        }
        return without.isEmpty() && !usable.isEmpty()
                ? seal(own, draft, peer, usable, now)
                : new Sealing.Waiting(without);
    }

    private Optional<VerifiedPrekey> usableKey(DeviceIdentity device, List<ClaimedPrekey> claimed, Instant now) {
        var newest = store.newestBatch(device.address()).orElse(Instant.EPOCH);
        return claimed.stream()
                .flatMap(key -> prekeys.verifyClaim(device, key, newest, now).value().stream())
                .filter(key -> !store.wasUsed(key.owner(), key.id()))
                .findFirst();
    }

    private Sealing seal(
            OwnIdentity own, Draft draft, VerifiedDeviceList peer, Map<DeviceId, VerifiedPrekey> keys, Instant now) {
        var targets = keys.values().stream()
                .map(key -> new Target(binding(peer, key), key.key(), links.fresh(key.owner(), now)))
                .toList();
        var counter = store.lastCounter() + 1;
        var outside = new Outside(draft.id(), DiscardTime.of(draft.sentAt(), draft.lifetime()));
        try (var signingKey = own.signingKey(store);
                var payload = PayloadCodec.encode(context(own, draft, peer, counter), draft.content())) {
            var sender = new EnvelopeSealing.Sender(own.network(), own.address(), signingKey);
            var sealed = envelopes.seal(sender, outside, payload, targets);
            var changes = new ArrayList<Change>();
            changes.add(new Change.PutCounter(counter));
            changes.add(new Change.AdvanceClock(now));
            keys.values().forEach(key -> changes.add(spent(key)));
            targets.forEach(target -> changes.addAll(moved(target, sealed, draft, now)));
            return new Sealing.Ready(draft.id(), sealed.submit(), draft.expiry(), UnitOfWork.of(changes));
        } finally {
            targets.forEach(target -> target.fresh().map(Fresh::psk).ifPresent(psk -> psk.destroy()));
        }
    }

    private List<Change> moved(Target target, Sealed sealed, Draft draft, Instant now) {
        DeviceAddress peer = target.binding().address();
        var begun = sealed.begun().get(peer);
        return begun == null ? links.afterFresh(peer) : links.afterStart(peer, begun, draft.id(), now);
    }

    private static Change spent(VerifiedPrekey key) {
        return new Change.PutUsedPrekey(new UsedPrekey(
                key.owner(), key.id(), key.batchCreated(), key.expires().plus(Limits.CLOCK_TOLERANCE)));
    }

    private static WrapBinding binding(VerifiedDeviceList peer, VerifiedPrekey key) {
        var device = peer.device(key.owner().device()).orElseThrow();
        return new WrapBinding(key.owner(), peer.identityKey(), device.signingKey(), key.id());
    }

    private SealedContext context(OwnIdentity own, Draft draft, VerifiedDeviceList peer, long counter) {
        return new SealedContext(
                conversations.direct(own.network(), own.list().user(), peer.user()),
                counter,
                draft.sentAt(),
                draft.lifetime(),
                new SealedContext.SenderView(
                        own.list().identityFingerprint(),
                        own.list().version(),
                        own.list().hash(),
                        conversations.rosterHash(List.of(own.list(), peer))));
    }
}
