package org.mayfly.protocol.client.receiving;

import org.mayfly.protocol.Limits;
import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.Lifetime;
import org.mayfly.protocol.client.NetworkPolicy;
import org.mayfly.protocol.client.ReceivedMessage;
import org.mayfly.protocol.client.Reception;
import org.mayfly.protocol.client.envelope.WrapBinding;
import org.mayfly.protocol.client.link.Begun;
import org.mayfly.protocol.client.link.LinkReceiving;
import org.mayfly.protocol.client.link.LinkSending;
import org.mayfly.protocol.client.link.ReplyKeys;
import org.mayfly.protocol.client.payload.Conversations;
import org.mayfly.protocol.client.payload.SealedContext;
import org.mayfly.protocol.client.receiving.Authenticity.InNetwork;
import org.mayfly.protocol.client.receiving.Authenticity.Parsed;
import org.mayfly.protocol.client.receiving.Freshness.Alive;
import org.mayfly.protocol.client.receiving.Freshness.Unseen;
import org.mayfly.protocol.client.receiving.Judging.Counted;
import org.mayfly.protocol.client.receiving.Judging.Understood;
import org.mayfly.protocol.client.receiving.Opening.KeyFound;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.ClientStore;
import org.mayfly.protocol.client.store.ReceivingEpoch;
import org.mayfly.protocol.client.store.SeenEnvelope;
import org.mayfly.protocol.client.store.SeenMessage;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.signed.Signatures;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Carries an envelope through all checks and says what accepting it changes. */
public final class EnvelopeReceiving {

    /** Tombstones outlive every private key that could open the envelope. */
    private static final Duration REMEMBERED = Limits.PREKEY_PRIVATE_LIFE.plusDays(1);

    private final CryptoProvider provider;
    private final ClientStore store;
    private final WrapOpening wraps;
    private final LinkReceiving receivingLinks;
    private final LinkSending sendingLinks;

    public EnvelopeReceiving(CryptoProvider provider, RandomSource random, ClientStore store) {
        this.provider = provider;
        this.store = store;
        this.wraps = new WrapOpening(provider, random);
        this.receivingLinks = new LinkReceiving(provider, store);
        this.sendingLinks = new LinkSending(provider, store);
    }

    /** R1 done; carries out the others. */
    public Reception receive(Parsed parsed, ListsInView lists, NetworkPolicy policy, Instant now) {
        try {
            return open(parsed.inNetwork(lists.own().network()), lists, policy, now);
        } catch (CheckFailed failed) {
            return failed.silent()
                    ? new Reception.DroppedSilently(failed.check(), UnitOfWork.nothing())
                    : Reception.Failed.of(
                            failed.check(), Optional.of(parsed.header().sender()));
        }
    }

    private Reception open(InNetwork inNetwork, ListsInView lists, NetworkPolicy policy, Instant now)
            throws CheckFailed {
        var hash = new Sha512(provider);
        var own = lists.own();
        var sender = inNetwork.sender();
        if (lists.of(sender.user())
                .flatMap(list -> list.newest().device(sender.device()))
                .isEmpty()) {
            lists.refresh(sender.user());
        }
        var authentic = inNetwork
                .fromListedDevice(lists.of(sender.user()))
                .fromListedKey()
                .underRoot(hash, own.address().device())
                .signed(hash, new Signatures(provider))
                .undowngraded(own.listedDevice(), policy);
        var unseen = Unseen.of(authentic, hash, store);
        if (unseen.isLate(now)) {
            return new Reception.DroppedSilently(Check.R9, erasing(unseen.toErase(), own.binding(), now));
        }
        var alive = unseen.alive(now);
        var keys = KeyFound.of(alive, new WrapKeyLookup(store, receivingLinks));
        if (keys.isEmpty()) {
            return new Asking(store, hash).refuse(alive, own.address().user(), now);
        }
        try (var found = keys.get();
                var unwrapped = found.unwrap(provider, wraps, own.binding())) {
            var opened = unwrapped.committed().open(provider);
            var timely = Counted.of(opened, store).timely(now);
            if (timely.namesNewerList() && lists.refresh(sender.user())) {
                return open(inNetwork, lists, policy, now);
            }
            var understood =
                    timely.inContext(new Conversations(provider), lists).understood();
            return outcome(understood, own.address(), policy.maximum(), now);
        }
    }

    /** R9: what opens it goes, as if it had come in time; nothing else of it is kept, and nothing changes where it does not open. */
    private UnitOfWork erasing(Alive late, WrapBinding self, Instant now) {
        var keys = KeyFound.of(late, new WrapKeyLookup(store, receivingLinks));
        if (keys.isEmpty()) {
            return UnitOfWork.nothing();
        }
        try (var found = keys.get();
                var unwrapped = found.unwrap(provider, wraps, self)) {
            unwrapped.committed();
            var changes = new ArrayList<Change>();
            found.keys()
                    .step()
                    .ifPresent(step -> changes.addAll(receivingLinks.afterStep(step, new Begun.Nothing(), now)));
            changes.addAll(spent(found));
            changes.add(new Change.AdvanceClock(now));
            return UnitOfWork.of(changes);
        } catch (CheckFailed closed) {
            return UnitOfWork.nothing();
        }
    }

    private static List<Change> spent(KeyFound found) {
        var changes = new ArrayList<Change>();
        found.keys().prekeys().forEach(prekey -> {
            changes.add(new Change.RemovePrekey(prekey.id()));
            changes.add(new Change.EraseSecret(prekey.slot()));
        });
        return changes;
    }

    private Reception outcome(Understood understood, DeviceAddress self, Lifetime maximum, Instant now) {
        var header = understood.opened().found().alive().envelope().header();
        var context = understood.context();
        var setting = understood.setting();
        var message = new ReceivedMessage(
                firstId(understood),
                header.sender(),
                new ReceivedMessage.Place(context.conversation(), setting.other(), setting.stale()),
                context.counter(),
                context.sentAt(),
                context.lifetime().cutTo(maximum),
                understood.content(),
                receipt(understood, self));
        var unit = UnitOfWork.of(changes(understood, now));
        return message.expiry().isAfter(now)
                ? new Reception.Accepted(message, unit)
                : new Reception.DroppedSilently(Check.R9, unit);
    }

    /** The id by which people know it. */
    private static MessageId firstId(Understood understood) {
        return understood
                .context()
                .original()
                .map(SealedContext.Original::message)
                .orElseGet(() ->
                        understood.opened().found().alive().envelope().header().message());
    }

    private ReceivedMessage.Receipt receipt(Understood understood, DeviceAddress self) {
        var header = understood.opened().found().alive().envelope().header();
        var first = firstId(understood);
        var ids = Stream.of(first, header.message()).distinct().toList();
        var repeated = understood.content().isText()
                && store.wasTakenIn(header.sender().user(), first);
        return new ReceivedMessage.Receipt(isReceiptDue(understood, self) ? ids : List.of(), repeated);
    }

    /**
     * For a text; and for what later wraps may hang from, whatever it holds, where the answer has a confirmed link to go
     * over: receipts that beget receipts have to end. Of two devices that have none, the lower answers: else two that never
     * write would never have one.
     */
    private boolean isReceiptDue(Understood understood, DeviceAddress self) {
        return understood
                .content()
                .fold(
                        text -> true,
                        delivered -> isAnswered(understood, self, delivered.messages()),
                        displayed -> isAnswered(understood, self, List.of()),
                        notOpened -> false);
    }

    /** @param confirmed what it names: a link that hangs from one of them is confirmed with it */
    private boolean isAnswered(Understood understood, DeviceAddress self, List<MessageId> confirmed) {
        var sender = understood.opened().found().alive().envelope().header().sender();
        return understood.opened().begun().isSomething()
                && (self.device().compareTo(sender.device()) < 0 || sendingLinks.isConfirmed(sender, confirmed));
    }

    private List<Change> changes(Understood understood, Instant now) {
        var found = understood.opened().found();
        var header = found.alive().envelope().header();
        var sender = header.sender();
        var changes = new ArrayList<>(linkChanges(understood, now));
        changes.addAll(understood
                .content()
                .fold(
                        text -> List.of(),
                        delivered -> sendingLinks.afterDelivered(sender, delivered.messages()),
                        displayed -> List.of(),
                        notOpened -> List.of()));
        changes.addAll(spent(found));
        understood
                .opened()
                .replyKey()
                .ifPresent(key -> changes.addAll(new ReplyKeys(store).received(sender, key, now)));
        changes.add(new Change.PutReplayWindow(sender, understood.window()));
        changes.add(new Change.PutSeenEnvelope(
                new SeenEnvelope(sender, header.message(), found.alive().hash(), now.plus(REMEMBERED))));
        if (understood.content().isText()) {
            changes.add(new Change.PutSeenMessage(
                    new SeenMessage(sender.user(), firstId(understood), now.plus(REMEMBERED))));
        }
        changes.add(new Change.AdvanceClock(now));
        return changes;
    }

    private List<Change> linkChanges(Understood understood, Instant now) {
        var begun = understood.opened().begun();
        var found = understood.opened().found();
        var envelope = found.alive().envelope();
        return found.keys()
                .step()
                .map(step -> receivingLinks.afterStep(step, begun, now))
                .orElseGet(() -> begun.fold(
                        epoch -> receivingLinks.afterStart(
                                envelope.header().sender(),
                                new ReceivingEpoch.Id(envelope.wrap().suite(), epoch.epoch()),
                                understood.context().counter(),
                                epoch),
                        subChain -> List.of(),
                        nothing -> List.of()));
    }
}
