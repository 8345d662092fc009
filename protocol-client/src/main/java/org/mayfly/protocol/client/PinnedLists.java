package org.mayfly.protocol.client;

import org.mayfly.protocol.client.ListAcceptance.Difference;
import org.mayfly.protocol.client.ListAcceptance.Verdict;
import org.mayfly.protocol.client.link.LinkReceiving;
import org.mayfly.protocol.client.link.LinkSending;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.ClientStore;
import org.mayfly.protocol.client.store.OwnDevice;
import org.mayfly.protocol.client.store.PinnedList;
import org.mayfly.protocol.client.store.SeenIdentity;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.verification.DeviceListVerification;
import org.mayfly.protocol.verification.VerifiedDeviceList;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which device lists this device goes by: the first is pinned, the next followed, another identity shown. */
final class PinnedLists {

    private final ClientStore store;
    private final OwnDevice own;
    private final DeviceListVerification verification;
    private final LinkSending sendingLinks;
    private final LinkReceiving receivingLinks;

    PinnedLists(CryptoProvider provider, ClientStore store, OwnDevice own) {
        this.store = store;
        this.own = own;
        this.verification = new DeviceListVerification(provider);
        this.sendingLinks = new LinkSending(provider, store);
        this.receivingLinks = new LinkReceiving(provider, store);
    }

    Optional<KnownList> pinned(UserId user) {
        return store.pinnedList(user)
                .map(pinned -> new KnownList(verification.reread(pinned.signedList()), pinned.history()))
                .or(() -> Optional.of(user).filter(own.user()::equals).map(self -> enrolledWith()));
    }

    /** The own list. */
    KnownList own() {
        return pinned(own.user()).orElseGet(this::enrolledWith);
    }

    private KnownList enrolledWith() {
        return new KnownList(verification.reread(own.signedList()), List.of());
    }

    boolean hasOpenChange(UserId user) {
        return openChange(user).isPresent();
    }

    /** The list under another identity that the person has not decided about; none that names a device of another by now. */
    Optional<VerifiedDeviceList> openChange(UserId user) {
        return store.pinnedList(user)
                .flatMap(PinnedList::openChange)
                .map(verification::reread)
                .filter(list -> !hasDeviceOfAnother(list));
    }

    /** Fetches the newest list and, where there are some, those between; verifies each step. */
    ListAcceptance follow(UserId user, DeviceDirectory directory, Instant now) {
        return directory
                .deviceList(user)
                .map(signed -> verification
                        .verify(own.network(), user, signed)
                        .fold(
                                newest -> hasDeviceOfAnother(newest)
                                        ? ListAcceptance.without(Verdict.REFUSED)
                                        : follow(newest, directory, now),
                                fault -> ListAcceptance.without(Verdict.REFUSED)))
                .orElseGet(() -> ListAcceptance.without(Verdict.NOT_FOUND));
    }

    /**
     * A device is one user's. A list that names another's is a forgery by who made it and the server: the leaves of an
     * envelope go by the device alone.
     */
    private boolean hasDeviceOfAnother(VerifiedDeviceList list) {
        return Stream.concat(Stream.of(own.user()), store.pinnedUsers().stream())
                .filter(user -> !user.equals(list.user()))
                .flatMap(user -> pinned(user).stream())
                .anyMatch(known -> list.devices().stream()
                        .anyMatch(each -> known.newest().device(each.device()).isPresent()));
    }

    private ListAcceptance follow(VerifiedDeviceList newest, DeviceDirectory directory, Instant now) {
        var pinned = pinned(newest.user());
        if (pinned.isEmpty()) {
            return first(newest, directory, now);
        }
        var before = pinned.get().newest();
        return switch (before.continuation(newest)) {
            case SAME -> new ListAcceptance(Verdict.UNCHANGED, UnitOfWork.nothing(), pinned, Difference.NONE);
            case NEXT -> advanced(pinned.get(), List.of(newest), now);
            case IDENTITY_CHANGED -> identityChanged(newest, directory, now);
            case BROKEN ->
                between(before, newest, directory)
                        .map(steps -> advanced(pinned.get(), steps, now))
                        .orElseGet(() -> ListAcceptance.without(Verdict.REFUSED));
        };
    }

    /** Pins the identity; the versions before are verified and remembered, for a message under way may name one. */
    private ListAcceptance first(VerifiedDeviceList newest, DeviceDirectory directory, Instant now) {
        return fromFirst(newest, directory)
                .map(steps -> pinnedFirst(steps, now))
                .orElseGet(() -> ListAcceptance.without(Verdict.REFUSED));
    }

    /** All versions up to this one, each the next of the one before; empty where the server does not show them. */
    private Optional<List<VerifiedDeviceList>> fromFirst(VerifiedDeviceList newest, DeviceDirectory directory) {
        if (newest.version() == 1) {
            return Optional.of(List.of(newest));
        }
        return verified(newest.user(), directory.deviceLists(newest.user(), 0)).stream()
                .filter(first -> first.version() == 1)
                .findFirst()
                .flatMap(first -> between(first, newest, directory).map(steps -> {
                    var all = new ArrayList<>(List.of(first));
                    all.addAll(steps);
                    return all;
                }));
    }

    private ListAcceptance pinnedFirst(List<VerifiedDeviceList> steps, Instant now) {
        var known = ListHistory.extended(new KnownList(steps.get(0), List.of()), steps, now);
        return new ListAcceptance(
                Verdict.PINNED, UnitOfWork.of(List.of(pin(known))), Optional.of(known), Difference.NONE);
    }

    /**
     * The steps from a list to the newest; empty unless there is one for each version, each continues the one before, and
     * the newest is of the same identity: one list can be signed under two.
     */
    private Optional<List<VerifiedDeviceList>> between(
            VerifiedDeviceList before, VerifiedDeviceList newest, DeviceDirectory directory) {
        var steps = new ArrayList<VerifiedDeviceList>();
        var last = before;
        for (var next : verified(newest.user(), directory.deviceLists(newest.user(), before.version()))) {
            if (last.continuation(next) != VerifiedDeviceList.Continuation.NEXT) {
                return Optional.empty();
            }
            steps.add(next);
            last = next;
            if (next.continuation(newest) == VerifiedDeviceList.Continuation.SAME) {
                return Optional.of(steps);
            }
        }
        return Optional.empty();
    }

    private List<VerifiedDeviceList> verified(UserId user, List<SignedDeviceList> lists) {
        return lists.stream()
                .flatMap(list -> verification.verify(own.network(), user, list).value().stream())
                .toList();
    }

    private ListAcceptance advanced(KnownList before, List<VerifiedDeviceList> steps, Instant now) {
        var known = ListHistory.extended(before, steps, now);
        var newest = known.newest();
        if (newest.user().equals(own.user()) && newest.device(own.device()).isEmpty()) {
            return ListAcceptance.without(Verdict.REVOKED);
        }
        var changes = new ArrayList<Change>();
        changes.add(pin(known));
        changes.addAll(
                endLinks(newest.user(), device -> newest.device(device.device()).isEmpty()));
        var difference = new Difference(missing(newest, before.newest()), missing(before.newest(), newest));
        return new ListAcceptance(Verdict.ADVANCED, UnitOfWork.of(changes), Optional.of(known), difference);
    }

    /** The devices of one list that another lacks. */
    private static Set<DeviceAddress> missing(VerifiedDeviceList of, VerifiedDeviceList in) {
        return of.devices().stream()
                .filter(device -> in.device(device.device()).isEmpty())
                .map(device -> new DeviceAddress(of.user(), device.device()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The own identity was pinned by enrolling: another is somebody else's. Of anybody else, the other identity's lists are
     * verified from the first on, as at first contact, and go on from what was seen of that identity before.
     */
    private ListAcceptance identityChanged(VerifiedDeviceList other, DeviceDirectory directory, Instant now) {
        if (other.user().equals(own.user())) {
            return ListAcceptance.without(Verdict.REFUSED);
        }
        var pinned = store.pinnedList(other.user()).orElseThrow();
        return fromFirst(other, directory)
                .filter(steps -> goesOn(pinned.others(), steps))
                .map(steps -> shown(pinned, steps, now))
                .map(open -> ListAcceptance.without(
                        Verdict.IDENTITY_CHANGED, UnitOfWork.of(List.of(new Change.PutPinnedList(open)))))
                .orElseGet(() -> ListAcceptance.without(Verdict.REFUSED));
    }

    private static boolean goesOn(PinnedList.Others known, List<VerifiedDeviceList> steps) {
        return known.seen(steps.get(0).identityFingerprint())
                .map(seen -> steps.stream().anyMatch(step -> step.hash().equals(seen.hash())))
                .orElseGet(known::hasRoom);
    }

    private static PinnedList shown(PinnedList pinned, List<VerifiedDeviceList> steps, Instant now) {
        var known = ListHistory.extended(new KnownList(steps.get(0), List.of()), steps, now);
        return new PinnedList(
                pinned.user(),
                pinned.signedList(),
                Optional.of(Canonical.encode(known.newest().signed())),
                pinned.history(),
                pinned.others().shown(seen(known.newest()), known.history()));
    }

    private static SeenIdentity seen(VerifiedDeviceList list) {
        return new SeenIdentity(list.identityFingerprint(), list.version(), list.hash());
    }

    /** The person trusts the new identity: it is pinned and nothing of the old one's links remains. */
    UnitOfWork acceptChange(UserId user) {
        var change = openChange(user);
        if (change.isEmpty()) {
            return UnitOfWork.nothing();
        }
        var open = change.get();
        var former = store.pinnedList(user).orElseThrow();
        var changes = new ArrayList<Change>();
        changes.add(new Change.PutPinnedList(new PinnedList(
                user,
                Canonical.encode(open.signed()),
                Optional.empty(),
                former.others().openHistory(),
                former.others().accepted(open.identityFingerprint(), seen(verification.reread(former.signedList()))))));
        changes.addAll(endLinks(user, device -> true));
        return UnitOfWork.of(changes);
    }

    private List<Change> endLinks(UserId user, Predicate<DeviceAddress> ended) {
        var changes = new ArrayList<Change>();
        store.linkedDevices(user).stream().filter(ended).forEach(device -> {
            changes.addAll(sendingLinks.drop(device));
            changes.addAll(receivingLinks.drop(device));
        });
        return changes;
    }

    /** A list that continues the pinned one decides nothing about what the person has to decide. */
    private Change pin(KnownList known) {
        var newest = known.newest();
        var before = store.pinnedList(newest.user());
        return new Change.PutPinnedList(new PinnedList(
                newest.user(),
                Canonical.encode(newest.signed()),
                before.flatMap(PinnedList::openChange),
                known.history(),
                before.map(PinnedList::others).orElse(PinnedList.Others.NONE)));
    }
}
