package org.mayfly.protocol.client.receiving;

import org.mayfly.protocol.Limits;
import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.Lifetime;
import org.mayfly.protocol.client.OwnIdentity;
import org.mayfly.protocol.client.ReceivedMessage;
import org.mayfly.protocol.client.Reception;
import org.mayfly.protocol.client.hpke.Hpke;
import org.mayfly.protocol.client.link.LinkReceiving;
import org.mayfly.protocol.client.link.LinkSending;
import org.mayfly.protocol.client.payload.Conversations;
import org.mayfly.protocol.client.receiving.Authenticity.InNetwork;
import org.mayfly.protocol.client.receiving.Authenticity.Parsed;
import org.mayfly.protocol.client.receiving.Freshness.Unseen;
import org.mayfly.protocol.client.receiving.Judging.Counted;
import org.mayfly.protocol.client.receiving.Judging.Understood;
import org.mayfly.protocol.client.receiving.Opening.KeyFound;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.ClientStore;
import org.mayfly.protocol.client.store.SeenEnvelope;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.signed.Signatures;
import org.mayfly.protocol.verification.VerifiedDeviceList;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Carries an envelope through all checks and says what accepting it changes. */
public final class EnvelopeReceiving {

    /** Tombstones outlive every private key that could open the envelope. */
    private static final Duration REMEMBERED = Limits.PREKEY_PRIVATE_LIFE.plusDays(1);

    private final CryptoProvider provider;
    private final ClientStore store;
    private final Hpke hpke;
    private final LinkReceiving receivingLinks;
    private final LinkSending sendingLinks;

    public EnvelopeReceiving(CryptoProvider provider, RandomSource random, ClientStore store) {
        this.provider = provider;
        this.store = store;
        this.hpke = new Hpke(provider, random);
        this.receivingLinks = new LinkReceiving(provider, store);
        this.sendingLinks = new LinkSending(provider, store);
    }

    /** R1 to R17 done, with the list the sender was judged by. */
    public Reception receive(
            OwnIdentity own, Parsed parsed, Optional<VerifiedDeviceList> senderList, Lifetime maximum, Instant now) {
        try {
            var inNetwork = parsed.inNetwork(own.network());
            return open(own, inNetwork, senderList, maximum, now);
        } catch (CheckFailed failed) {
            return failed.silent()
                    ? new Reception.DroppedSilently(failed.check(), UnitOfWork.nothing())
                    : new Reception.Failed(
                            failed.check(), Optional.of(parsed.header().sender()), UnitOfWork.nothing());
        }
    }

    private Reception open(
            OwnIdentity own,
            InNetwork inNetwork,
            Optional<VerifiedDeviceList> senderList,
            Lifetime maximum,
            Instant now)
            throws CheckFailed {
        var hash = new Sha512(provider);
        var authentic = inNetwork
                .fromListedDevice(senderList)
                .fromListedKey()
                .underRoot(hash, own.address().device())
                .signed(hash, new Signatures(provider));
        var alive = Unseen.of(authentic, hash, store).alive(now);
        try (var found = KeyFound.of(alive, store, receivingLinks);
                var unwrapped = found.unwrap(
                        provider, hpke, own.deviceIdentity(), own.list().identityKey())) {
            var opened = unwrapped.committed().open(provider);
            var understood = Counted.of(opened, store)
                    .timely(now)
                    .inContext(new Conversations(provider), own.network(), own.list())
                    .understood();
            return outcome(understood, maximum, now);
        }
    }

    private Reception outcome(Understood understood, Lifetime maximum, Instant now) {
        var header = understood.opened().found().alive().envelope().header();
        var context = understood.context();
        var message = new ReceivedMessage(
                header.message(),
                header.sender(),
                context.conversation(),
                context.counter(),
                context.sentAt(),
                context.lifetime().cutTo(maximum),
                understood.content());
        var unit = UnitOfWork.of(changes(understood, now));
        return message.expiry().isAfter(now)
                ? new Reception.Accepted(message, unit)
                : new Reception.DroppedSilently(Check.R9, unit);
    }

    private List<Change> changes(Understood understood, Instant now) {
        var found = understood.opened().found();
        var header = found.alive().envelope().header();
        var sender = header.sender();
        var changes = new ArrayList<Change>();
        found.step().ifPresent(step -> changes.addAll(receivingLinks.afterFresh(step, now)));
        understood.opened().begun().ifPresent(begun -> changes.addAll(receivingLinks.afterStart(sender, begun)));
        changes.addAll(understood
                .content()
                .fold(
                        text -> List.of(),
                        delivered -> sendingLinks.afterDelivered(sender, delivered.messages()),
                        displayed -> List.of()));
        changes.add(new Change.RemovePrekey(found.prekey().id()));
        changes.add(new Change.EraseSecret(found.prekey().slot()));
        changes.add(new Change.PutReplayWindow(sender, understood.window()));
        changes.add(new Change.PutSeenEnvelope(
                new SeenEnvelope(sender, header.message(), found.alive().hash(), now.plus(REMEMBERED))));
        changes.add(new Change.AdvanceClock(now));
        return changes;
    }
}
