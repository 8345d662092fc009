package org.mayfly.protocol.client.link;

import org.mayfly.protocol.Suite;
import org.mayfly.protocol.client.envelope.WrapPlan;
import org.mayfly.protocol.client.store.Carrier;
import org.mayfly.protocol.client.store.ChainHead;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.ClientStore;
import org.mayfly.protocol.client.store.SendingLink;
import org.mayfly.protocol.client.store.Slot;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.envelope.ChainPlace;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.wire.PrekeyType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The sender's side of links: START, FRESH, CHAIN or nothing, by the rules of docs/protocol.md, and what sealing changes. */
public final class LinkSending {

    /** Messages of one epoch after which START is due, its START among them. */
    public static final int MESSAGES_PER_EPOCH = 64;

    public static final Duration EPOCH_LIFE = Duration.ofHours(24);

    public static final int MESSAGES_PER_SUB_CHAIN = 256;

    /** From when its carrier was sealed. */
    public static final Duration SUB_CHAIN_LIFE = Duration.ofHours(72);

    private final ClientStore store;
    private final Chain chain;
    private final ReplyKeys replyKeys;

    public LinkSending(CryptoProvider provider, ClientStore store) {
        this.store = store;
        this.replyKeys = new ReplyKeys(store);
        this.chain = new Chain(provider);
    }

    /**
     * To whom a message goes in which suite, and when it is sealed.
     *
     * @param anew by START or not at all, whatever link there is
     */
    public record Way(DeviceAddress peer, Suite suite, Instant now, boolean anew) {}

    /** The types of one-time keys that the state takes which is due; without them it may still be a CHAIN. */
    public Set<PrekeyType> keysDue(Way way) {
        if (freshDue(way).isEmpty()) {
            return way.suite().startKeys();
        }
        return replyKeys.next(way.peer(), way.now()).isPresent() ? Set.of() : Set.of(PrekeyType.PREKEY_TYPE_P521);
    }

    /** Rules 1 to 4; empty where the message has to wait (rule 5). The plan is the caller's to close. */
    public Optional<WrapPlan> plan(Way way, KeysAtHand keys) {
        var fresh = freshDue(way);
        Optional<WrapPlan> due = fresh.isPresent()
                ? replyKeys.next(way.peer(), way.now()).or(keys::point).map(point -> fresh(fresh.get(), point))
                : start(way.suite(), keys);
        return way.anew() ? due : due.or(() -> chained(way));
    }

    /** Rule 2. */
    private Optional<SendingLink> freshDue(Way way) {
        return confirmed(way)
                .filter(link -> !way.anew())
                .filter(link -> link.messages() < MESSAGES_PER_EPOCH
                        && way.now().isBefore(link.epoch().startedAt().plus(EPOCH_LIFE)));
    }

    private Optional<SendingLink> confirmed(Way way) {
        return store.sendingLink(way.peer())
                .filter(link -> link.epoch().suite() == way.suite())
                .filter(SendingLink::confirmed);
    }

    private static Optional<WrapPlan> start(Suite suite, KeysAtHand keys) {
        return switch (suite) {
            case CLASSICAL -> keys.point().map(point -> new WrapPlan.Start(point, Optional.empty()));
            case HYBRID ->
                keys.point().flatMap(point -> keys.kem().map(kem -> new WrapPlan.Start(point, Optional.of(kem))));
        };
    }

    private WrapPlan fresh(SendingLink link, WrapPlan.PointKey point) {
        var place = ChainPlace.fresh(link.epoch().id(), link.main().index());
        return new WrapPlan.Fresh(link.epoch().suite(), point, place, psk(link.main()));
    }

    /** Rule 4. */
    private Optional<WrapPlan> chained(Way way) {
        return confirmed(way)
                .flatMap(link -> link.newestConfirmed()
                        .filter(carrier -> carrier.head().index() < MESSAGES_PER_SUB_CHAIN
                                && way.now().isBefore(carrier.sealedAt().plus(SUB_CHAIN_LIFE)))
                        .map(carrier -> {
                            var place = ChainPlace.chained(
                                    link.epoch().id(),
                                    carrier.number(),
                                    carrier.head().index());
                            return new WrapPlan.Chained(way.suite(), place, psk(carrier.head()));
                        }));
    }

    private SecretBytes psk(ChainHead head) {
        try (var chainKey = store.secrets().read(head.slot())) {
            return chain.psk(chainKey);
        }
    }

    /** The server did not take this message: nothing hangs from the carriers that were sealed with it. */
    public List<Change> unsent(DeviceAddress peer, MessageId message) {
        var link = store.sendingLink(peer)
                .filter(known -> known.carriers().stream().anyMatch(isUnconfirmed(message)));
        if (link.isEmpty()) {
            return List.of();
        }
        var gone = link.get().carriers().stream().filter(isUnconfirmed(message)).toList();
        if (gone.stream().anyMatch(carrier -> carrier.number() == 0)) {
            return drop(peer);
        }
        var kept = new ArrayList<>(link.get().carriers());
        kept.removeAll(gone);
        var changes = new ArrayList<Change>();
        changes.add(new Change.PutSendingLink(link.get().withCarriers(kept)));
        changes.addAll(erase(gone.stream().map(carrier -> carrier.head().slot()).toList()));
        return changes;
    }

    private static Predicate<Carrier> isUnconfirmed(MessageId message) {
        return carrier -> !carrier.confirmed() && carrier.message().equals(message);
    }

    /** A wrap of this message was sealed by that plan. Takes over the keys of what it begins. */
    public List<Change> after(Way way, MessageId message, WrapPlan plan, Begun begun) {
        return begun.fold(
                epoch -> afterStart(way, message, epoch),
                subChain -> afterFresh(way, Optional.of(carrier(way, message, plan, subChain))),
                nothing -> plan.fold(
                        start -> List.of(), fresh -> afterFresh(way, Optional.empty()), chained -> afterChained(way)));
    }

    /** A carrier with the change that writes its key. */
    private record NewCarrier(Carrier carrier, Change.WriteSecret write) {}

    private NewCarrier newCarrier(Way way, long number, MessageId message, SecretBytes key) {
        var slot = store.secrets().reserve();
        return new NewCarrier(
                new Carrier(number, message, way.now(), ChainHead.first(slot), false),
                new Change.WriteSecret(slot, key));
    }

    private NewCarrier carrier(Way way, MessageId message, WrapPlan plan, Begun.SubChain subChain) {
        var number =
                plan.fold(start -> 0L, fresh -> Chain.carrier(fresh.place()).orElseThrow(), chained -> 0L);
        return newCarrier(way, number, message, subChain.key());
    }

    /** Only the newest START's link is kept. */
    private List<Change> afterStart(Way way, MessageId message, Begun.Epoch begun) {
        var start = newCarrier(way, 0, message, begun.subChainKey());
        var slot = store.secrets().reserve();
        var epoch = new SendingLink.Epoch(way.suite(), begun.epoch(), way.now());
        var changes = new ArrayList<Change>();
        changes.add(start.write());
        changes.add(new Change.WriteSecret(slot, begun.chainKey()));
        changes.add(new Change.PutSendingLink(
                SendingLink.started(way.peer(), epoch, ChainHead.first(slot), start.carrier())));
        store.sendingLink(way.peer()).ifPresent(old -> changes.addAll(erase(old.slots())));
        return changes;
    }

    private List<Change> afterFresh(Way way, Optional<NewCarrier> carrier) {
        var link = store.sendingLink(way.peer()).orElseThrow();
        var next = moveOn(link.main());
        var moved = link.advanced(next.head());
        var changes = new ArrayList<>(next.changes());
        carrier.ifPresent(made -> changes.add(made.write()));
        changes.add(new Change.PutSendingLink(
                carrier.map(made -> moved.with(made.carrier())).orElse(moved)));
        return changes;
    }

    private List<Change> afterChained(Way way) {
        var link = store.sendingLink(way.peer()).orElseThrow();
        var carrier = link.newestConfirmed().orElseThrow();
        var next = moveOn(carrier.head());
        var changes = new ArrayList<>(next.changes());
        changes.add(new Change.PutSendingLink(link.advanced(carrier.at(next.head()))));
        return changes;
    }

    private record Moved(ChainHead head, List<Change> changes) {}

    /** The chain key gives its successor and is erased. */
    private Moved moveOn(ChainHead head) {
        var slot = store.secrets().reserve();
        try (var chainKey = store.secrets().read(head.slot())) {
            return new Moved(
                    new ChainHead(slot, head.index() + 1),
                    List.of(new Change.WriteSecret(slot, chain.next(chainKey)), new Change.EraseSecret(head.slot())));
        }
    }

    /** Whether there is a confirmed link, or will be once a receipt that names these messages was taken in. */
    public boolean isConfirmed(DeviceAddress peer, List<MessageId> delivered) {
        return store.sendingLink(peer).stream()
                .flatMap(link -> link.carriers().stream())
                .anyMatch(carrier -> carrier.confirmed() || delivered.contains(carrier.message()));
    }

    /** A sealed receipt came: carriers it names are confirmed; what is older than the newest confirmed one is erased. */
    public List<Change> afterDelivered(DeviceAddress peer, List<MessageId> messages) {
        var link = store.sendingLink(peer);
        var news = link.stream()
                .flatMap(known -> known.carriers().stream())
                .anyMatch(carrier -> !carrier.confirmed() && messages.contains(carrier.message()));
        return news ? confirm(link.orElseThrow(), messages) : List.of();
    }

    private static List<Change> confirm(SendingLink link, List<MessageId> messages) {
        var heard = link.withCarriers(link.carriers().stream()
                .map(carrier -> messages.contains(carrier.message()) ? carrier.whenConfirmed() : carrier)
                .toList());
        var newest = heard.newestConfirmed().orElseThrow().number();
        var kept = heard.carriers().stream()
                .filter(carrier -> carrier.number() >= newest)
                .toList();
        var old = heard.carriers().stream()
                .filter(carrier -> carrier.number() < newest)
                .map(carrier -> carrier.head().slot())
                .toList();
        var changes = new ArrayList<Change>();
        changes.add(new Change.PutSendingLink(heard.withCarriers(kept)));
        changes.addAll(erase(old));
        return changes;
    }

    /** The link starts anew. */
    public List<Change> drop(DeviceAddress peer) {
        var changes = new ArrayList<>(replyKeys.forgetReceived(peer));
        store.sendingLink(peer).ifPresent(link -> {
            changes.add(new Change.RemoveSendingLink(peer));
            changes.addAll(erase(link.slots()));
        });
        return changes;
    }

    private static List<Change> erase(Collection<Slot> slots) {
        return slots.stream().<Change>map(Change.EraseSecret::new).toList();
    }
}
