package org.mayfly.protocol.client.link;

import org.mayfly.protocol.client.envelope.EnvelopeSealing.Fresh;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.ClientStore;
import org.mayfly.protocol.client.store.SendingLink;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.envelope.EnvelopeWrap.ChainPlace;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The sender's side of links: START or FRESH, and what sealing changes. */
public final class LinkSending {

    /** Messages of one epoch, its START among them. */
    public static final int MESSAGES_PER_EPOCH = 64;

    public static final Duration EPOCH_LIFE = Duration.ofHours(24);

    private final ClientStore store;
    private final Chain chain;

    public LinkSending(CryptoProvider provider, ClientStore store) {
        this.store = store;
        this.chain = new Chain(provider);
    }

    /** The FRESH that is due to this device; empty if a START is. The psk is the caller's to destroy. */
    public Optional<Fresh> fresh(DeviceAddress peer, Instant now) {
        return store.sendingLink(peer).filter(link -> isGood(link, now)).map(link -> {
            try (var chainKey = store.secrets().read(link.chainSlot())) {
                return new Fresh(new ChainPlace(link.epoch(), link.index()), chain.psk(chainKey));
            }
        });
    }

    private static boolean isGood(SendingLink link, Instant now) {
        return link.confirmed()
                && link.messages() < MESSAGES_PER_EPOCH
                && now.isBefore(link.startedAt().plus(EPOCH_LIFE));
    }

    /** A FRESH was sealed: the chain moves on, the old key is erased. */
    public List<Change> afterFresh(DeviceAddress peer) {
        var link = store.sendingLink(peer).orElseThrow();
        var slot = store.secrets().reserve();
        try (var chainKey = store.secrets().read(link.chainSlot())) {
            return List.of(
                    new Change.WriteSecret(slot, chain.next(chainKey)),
                    new Change.PutSendingLink(link.advanced(slot)),
                    new Change.EraseSecret(link.chainSlot()));
        }
    }

    /** A START was sealed: only the newest is kept. */
    public List<Change> afterStart(DeviceAddress peer, Chain.Begun begun, MessageId message, Instant now) {
        var slot = store.secrets().reserve();
        var changes = new ArrayList<Change>();
        changes.add(new Change.WriteSecret(slot, begun.chainKey()));
        changes.add(new Change.PutSendingLink(new SendingLink(peer, begun.epoch(), slot, 0, message, now, 1, false)));
        store.sendingLink(peer).ifPresent(old -> changes.add(new Change.EraseSecret(old.chainSlot())));
        return changes;
    }

    /** A sealed receipt came: the newest START is confirmed if it is named. */
    public List<Change> afterDelivered(DeviceAddress peer, List<MessageId> messages) {
        return store.sendingLink(peer)
                .filter(link -> !link.confirmed() && messages.contains(link.start()))
                .map(link -> List.<Change>of(new Change.PutSendingLink(link.whenConfirmed())))
                .orElse(List.of());
    }

    /** The link starts anew. */
    public List<Change> drop(DeviceAddress peer) {
        return store.sendingLink(peer)
                .map(link ->
                        List.<Change>of(new Change.RemoveSendingLink(peer), new Change.EraseSecret(link.chainSlot())))
                .orElse(List.of());
    }
}
