package org.mayfly.protocol.client;

import org.mayfly.protocol.client.ListAcceptance.Verdict;
import org.mayfly.protocol.client.link.LinkReceiving;
import org.mayfly.protocol.client.link.LinkSending;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.ClientStore;
import org.mayfly.protocol.client.store.PinnedList;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.verification.DeviceListVerification;
import org.mayfly.protocol.verification.VerifiedDeviceList;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which device lists this device goes by: the first is pinned, the next followed, another identity shown. */
final class PinnedLists {

    private final ClientStore store;
    private final DeviceListVerification verification;
    private final LinkSending sendingLinks;
    private final LinkReceiving receivingLinks;

    PinnedLists(CryptoProvider provider, ClientStore store) {
        this.store = store;
        this.verification = new DeviceListVerification(provider);
        this.sendingLinks = new LinkSending(provider, store);
        this.receivingLinks = new LinkReceiving(provider, store);
    }

    /** What a list came to, with the list to go by where it was good. */
    record Accepted(ListAcceptance acceptance, Optional<VerifiedDeviceList> inForce) {}

    Optional<VerifiedDeviceList> pinned(UserId user) {
        return store.pinnedList(user).map(pinned -> verification.reread(pinned.signedList()));
    }

    VerifiedDeviceList reread(Bytes signedList) {
        return verification.reread(signedList);
    }

    boolean hasOpenChange(UserId user) {
        return store.pinnedList(user).flatMap(PinnedList::openChange).isPresent();
    }

    Accepted accept(NetworkId network, UserId expected, SignedDeviceList signed) {
        return verification
                .verify(network, expected, signed)
                .fold(verified -> accept(verified), fault -> without(Verdict.REFUSED, UnitOfWork.nothing()));
    }

    private Accepted accept(VerifiedDeviceList list) {
        var pinned = pinned(list.user());
        if (pinned.isEmpty()) {
            return with(Verdict.PINNED, list, List.of());
        }
        switch (pinned.get().continuation(list)) {
            case SAME:
                return new Accepted(new ListAcceptance(Verdict.UNCHANGED, UnitOfWork.nothing()), pinned);
            case NEXT:
                return with(Verdict.ADVANCED, list, dropSending(list.user()));
            case IDENTITY_CHANGED:
                var open = new PinnedList(
                        list.user(),
                        Canonical.encode(pinned.get().signed()),
                        Optional.of(Canonical.encode(list.signed())));
                return without(Verdict.IDENTITY_CHANGED, UnitOfWork.of(List.of(new Change.PutPinnedList(open))));
            default:
                return without(Verdict.REFUSED, UnitOfWork.nothing());
        }
    }

    /** The person trusts the new identity: it is pinned and nothing of the old one's links remains. */
    UnitOfWork acceptChange(UserId user) {
        var open = store.pinnedList(user).flatMap(PinnedList::openChange);
        if (open.isEmpty()) {
            return UnitOfWork.nothing();
        }
        var changes = new ArrayList<Change>();
        changes.add(new Change.PutPinnedList(new PinnedList(user, open.get(), Optional.empty())));
        changes.addAll(dropSending(user));
        store.linkedDevices(user).forEach(device -> changes.addAll(receivingLinks.drop(device)));
        return UnitOfWork.of(changes);
    }

    private List<Change> dropSending(UserId user) {
        return store.linkedDevices(user).stream()
                .flatMap(device -> sendingLinks.drop(device).stream())
                .toList();
    }

    private static Accepted with(Verdict verdict, VerifiedDeviceList list, List<Change> more) {
        var pin = new Change.PutPinnedList(
                new PinnedList(list.user(), Canonical.encode(list.signed()), Optional.empty()));
        return new Accepted(
                new ListAcceptance(verdict, UnitOfWork.of(List.of(pin)).and(more)), Optional.of(list));
    }

    private static Accepted without(Verdict verdict, UnitOfWork unit) {
        return new Accepted(new ListAcceptance(verdict, unit), Optional.empty());
    }
}
