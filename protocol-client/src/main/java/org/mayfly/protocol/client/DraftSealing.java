package org.mayfly.protocol.client;

import com.google.protobuf.ByteString;
import org.mayfly.protocol.Limits;
import org.mayfly.protocol.client.envelope.DiscardTime;
import org.mayfly.protocol.client.envelope.EnvelopeSealing;
import org.mayfly.protocol.client.envelope.EnvelopeSealing.Outside;
import org.mayfly.protocol.client.envelope.EnvelopeSealing.Target;
import org.mayfly.protocol.client.envelope.WrapBinding;
import org.mayfly.protocol.client.envelope.WrapPlan;
import org.mayfly.protocol.client.link.KeysAtHand;
import org.mayfly.protocol.client.link.LinkSending;
import org.mayfly.protocol.client.link.LinkSending.Way;
import org.mayfly.protocol.client.link.ReplyKeys;
import org.mayfly.protocol.client.payload.Conversations;
import org.mayfly.protocol.client.payload.Conversations.Member;
import org.mayfly.protocol.client.payload.PayloadCodec;
import org.mayfly.protocol.client.payload.SealedContext;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.ClientStore;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.client.store.UsedPrekey;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.verification.VerifiedDeviceList;
import org.mayfly.protocol.verification.VerifiedPrekey;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.SeenList;
import org.mayfly.protocol.wire.Submit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns a draft into an envelope and the changes sealing makes: counter, spent keys, links. */
final class DraftSealing {

    private final ClientStore store;
    private final OwnIdentity own;
    private final EnvelopeSealing envelopes;
    private final LinkSending links;
    private final KeyChoice choice;
    private final Conversations conversations;
    private final Sha512 hash;
    private final ReplyKeys replyKeys;
    private final CryptoProvider provider;
    private final RandomSource random;

    DraftSealing(CryptoProvider provider, RandomSource random, ClientStore store, OwnIdentity own) {
        this.store = store;
        this.own = own;
        this.envelopes = new EnvelopeSealing(provider, random);
        this.links = new LinkSending(provider, store);
        this.choice = new KeyChoice(provider, store);
        this.conversations = new Conversations(provider);
        this.hash = new Sha512(provider);
        this.replyKeys = new ReplyKeys(store);
        this.provider = provider;
        this.random = random;
    }

    /** Under which policy it is sealed, and when. */
    record Occasion(NetworkPolicy policy, Instant now) {}

    /** A wrap to come. */
    private record Planned(Way way, WrapPlan plan, KeysAtHand keys) {

        List<VerifiedPrekey> spent() {
            return keys.all().stream()
                    .filter(key -> plan.prekeys().contains(key.id()))
                    .toList();
        }
    }

    Set<KeyNeed> keysDue(Draft draft, VerifiedDeviceList peer, Occasion occasion) {
        return ways(draft, addressees(draft, peer), peer, occasion).stream()
                .flatMap(way -> needs(way, links.keysDue(way)))
                .collect(Collectors.toUnmodifiableSet());
    }

    Sealing seal(Draft draft, VerifiedDeviceList peer, List<ClaimedPrekey> claimed, Occasion occasion) {
        var addressees = addressees(draft, peer);
        if (addressees.isEmpty()) {
            return new Sealing.Refused(Sealing.Reason.NO_DEVICE_WAITS);
        }
        var planned = new ArrayList<Planned>();
        var lacking = new HashSet<KeyNeed>();
        try {
            for (var way : ways(draft, addressees, peer, occasion)) {
                var due = links.keysDue(way);
                var identity = list(way.peer(), peer)
                        .identityOf(own.network(), way.peer().device());
                var keys = choice.of(identity.orElseThrow(), due, claimed, occasion.now());
                links.plan(way, keys)
                        .ifPresentOrElse(
                                plan -> planned.add(new Planned(way, plan, keys)),
                                () -> needs(way, keys.lacking(due)).forEach(lacking::add));
            }
            if (!suffices(draft, planned)) {
                return new Sealing.Waiting(lacking);
            }
            var leftOut = new HashSet<>(addressees);
            planned.forEach(wrap -> leftOut.remove(wrap.way().peer()));
            return seal(draft, peer, planned, new Sealing.LeftOut(leftOut, lacking), occasion.now());
        } finally {
            planned.forEach(wrap -> wrap.plan().close());
        }
    }

    /** A message that reaches none of the other's devices waits whole; what is for certain devices may go to any of them. */
    private static boolean suffices(Draft draft, List<Planned> planned) {
        return planned.stream()
                .anyMatch(wrap -> draft.again().isPresent()
                        || draft.alone().isPresent()
                        || wrap.way().peer().user().equals(draft.to()));
    }

    /** All devices of both members but this one; of those, the ones that the draft is for. */
    private List<DeviceAddress> addressees(Draft draft, VerifiedDeviceList peer) {
        return Stream.of(peer, own.list())
                .flatMap(list -> list.devices().stream().map(device -> new DeviceAddress(list.user(), device.device())))
                .filter(device -> !device.equals(own.address()))
                .filter(draft::isFor)
                .toList();
    }

    private VerifiedDeviceList list(DeviceAddress device, VerifiedDeviceList peer) {
        return device.user().equals(peer.user()) ? peer : own.list();
    }

    /** One to each device with which there is a suite that both speak and the network allows. */
    private List<Way> ways(Draft draft, List<DeviceAddress> addressees, VerifiedDeviceList peer, Occasion occasion) {
        var anew = draft.content() instanceof MessageContent.NotOpened;
        return addressees.stream()
                .flatMap(address -> list(address, peer).device(address.device()).stream()
                        .flatMap(device -> own.listedDevice().suiteWith(device).stream())
                        .filter(occasion.policy()::allows)
                        .map(suite -> new Way(address, suite, occasion.now(), anew)))
                .toList();
    }

    /** A key to answer with, for each device that has too few. */
    private Map<DeviceAddress, ReplyKeys.Enclosed> enclosed(List<Planned> planned) {
        var enclosed = new HashMap<DeviceAddress, ReplyKeys.Enclosed>();
        for (var wrap : planned) {
            var way = wrap.way();
            replyKeys.enclose(provider, random, way.peer(), way.now()).ifPresent(key -> enclosed.put(way.peer(), key));
        }
        return enclosed;
    }

    private static Stream<KeyNeed> needs(Way way, Set<PrekeyType> types) {
        return types.stream().map(type -> new KeyNeed(way.peer(), type));
    }

    private Sealing seal(
            Draft draft, VerifiedDeviceList peer, List<Planned> planned, Sealing.LeftOut leftOut, Instant now) {
        var enclosed = enclosed(planned);
        var targets = planned.stream()
                .map(wrap -> new Target(
                        binding(peer, wrap.way().peer()),
                        wrap.plan(),
                        Optional.ofNullable(enclosed.get(wrap.way().peer())).map(ReplyKeys.Enclosed::key)))
                .toList();
        var counter = store.lastCounter() + 1;
        var outside = new Outside(draft.id(), DiscardTime.of(draft.sentAt(), draft.lifetime()));
        try (var signingKey = own.signingKey(store);
                var payload = PayloadCodec.encode(context(draft, peer, counter), draft.content())) {
            var sender = new EnvelopeSealing.Sender(own.network(), own.address(), signingKey);
            var sealed = envelopes.seal(sender, outside, payload, targets);
            var changes = new ArrayList<Change>();
            changes.add(new Change.PutCounter(counter));
            changes.add(new Change.AdvanceClock(now));
            enclosed.values().forEach(key -> changes.addAll(key.changes()));
            var spent = new HashSet<PrekeyId>();
            for (var wrap : planned) {
                wrap.spent().forEach(key -> changes.add(used(key)));
                changes.addAll(replyKeys.spent(wrap.way().peer(), wrap.plan().prekeys(), now));
                spent.addAll(wrap.plan().prekeys());
                var begun = Optional.ofNullable(sealed.begun().get(wrap.way().peer()))
                        .orElseThrow();
                changes.addAll(links.after(wrap.way(), draft.id(), wrap.plan(), begun));
            }
            var submit = sealed.submit().toBuilder().addAllLists(seen(peer)).build();
            return new Sealing.Ready(
                    draft.id(),
                    submit,
                    draft.expiry(),
                    Set.copyOf(spent),
                    leftOut,
                    sent(draft, peer, planned, submit),
                    UnitOfWork.of(changes));
        }
    }

    /** Own devices can't ask: unopened, an envelope does not show them its conversation. */
    private Optional<SentText> sent(Draft draft, VerifiedDeviceList peer, List<Planned> planned, Submit submit) {
        var devices = planned.stream()
                .map(wrap -> wrap.way().peer())
                .filter(device -> device.user().equals(peer.user()))
                .collect(Collectors.toUnmodifiableSet());
        if (devices.isEmpty() || !draft.mayBeAskedFor()) {
            return Optional.empty();
        }
        var header = hash.hash(Bytes.of(submit.getHeader().toByteArray()));
        return Optional.of(new SentText(
                draft, peer.identityFingerprint(), List.of(new SentText.Copy(draft.id(), header, devices))));
    }

    /** The lists this envelope rests on, so that the server can tell at once where one is out of date. */
    private List<SeenList> seen(VerifiedDeviceList peer) {
        return Stream.of(peer, own.list())
                .sorted(Comparator.comparing(VerifiedDeviceList::user))
                .map(list -> SeenList.newBuilder()
                        .setUser(ByteString.copyFrom(list.user().toArray()))
                        .setVersion(list.version())
                        .build())
                .toList();
    }

    private static Change used(VerifiedPrekey key) {
        var pool = new UsedPrekey.Pool(key.owner(), key.key().type());
        return new Change.PutUsedPrekey(
                new UsedPrekey(pool, key.id(), key.batchCreated(), key.expires().plus(Limits.CLOCK_TOLERANCE)));
    }

    private WrapBinding binding(VerifiedDeviceList peer, DeviceAddress address) {
        var list = list(address, peer);
        var device = list.device(address.device()).orElseThrow();
        return new WrapBinding(address, list.identityKey(), device.signingKey());
    }

    private SealedContext context(Draft draft, VerifiedDeviceList peer, long counter) {
        return new SealedContext(
                conversations.direct(own.network(), own.list().user(), peer.user()),
                counter,
                draft.sentAt(),
                draft.lifetime(),
                new SealedContext.SenderView(
                        own.list().identityFingerprint(),
                        own.list().version(),
                        own.list().hash(),
                        conversations.rosterHash(List.of(Member.by(own.list()), Member.by(peer)))),
                draft.again()
                        .map(again -> new SealedContext.Original(again.message(), draft.sentAt(), again.lifetime())));
    }
}
