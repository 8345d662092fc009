package org.mayfly.protocol.client;

import com.google.protobuf.ByteString;
import org.mayfly.protocol.Limits;
import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.client.DraftSealing.Occasion;
import org.mayfly.protocol.client.crypto.Signer;
import org.mayfly.protocol.client.link.Gaps;
import org.mayfly.protocol.client.link.LinkReceiving;
import org.mayfly.protocol.client.link.LinkSending;
import org.mayfly.protocol.client.payload.Conversations;
import org.mayfly.protocol.client.receiving.Authenticity.Parsed;
import org.mayfly.protocol.client.receiving.CheckFailed;
import org.mayfly.protocol.client.receiving.EnvelopeReceiving;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.ClientStore;
import org.mayfly.protocol.client.store.OwnDevice;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.verification.VerifiedDeviceList;
import org.mayfly.protocol.wire.Challenge;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.LogIn;
import org.mayfly.protocol.wire.PrekeyType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The protocol over a store. Not thread-safe: see {@link DeviceProtocol}. */
public final class StoredDevice implements DeviceProtocol {

    private final CryptoProvider provider;
    private final RandomSource random;
    private final ClientStore store;
    private final OwnDevice device;
    private final PinnedLists lists;

    /** @throws IllegalStateException if no device was enrolled in this store */
    public StoredDevice(CryptoProvider provider, RandomSource random, ClientStore store) {
        this.provider = provider;
        this.random = random;
        this.store = store;
        this.device = store.ownDevice().orElseThrow(() -> new IllegalStateException("no device was enrolled here"));
        this.lists = new PinnedLists(provider, store, device);
    }

    @Override
    public DeviceAddress self() {
        return new DeviceAddress(device.user(), device.device());
    }

    private OwnIdentity own() {
        return new OwnIdentity(device, lists.own().newest());
    }

    @Override
    public LogInAnswer logIn(Challenge challenge, String dialled, Instant ownTime) {
        if (!challenge.getServerName().equals(dialled) || challenge.getNonce().size() != Sizes.NONCE) {
            return new LogInAnswer.WrongServer();
        }
        var serverTime = Instant.ofEpochMilli(challenge.getServerTime());
        if (Duration.between(serverTime, ownTime).abs().compareTo(Limits.CLOCK_TOLERANCE) > 0) {
            return new LogInAnswer.ClockOff(serverTime);
        }
        var time = Instant.ofEpochMilli(ownTime.toEpochMilli());
        var generation = store.generation() + 1;
        var target = new SignedInput.LogInTarget(
                dialled, Bytes.of(challenge.getNonce().toByteArray()));
        var input = SignedInput.logIn(device.network(), target, self().user(), self().device(), time, generation);
        try (var key = own().signingKey(store)) {
            var logIn = LogIn.newBuilder()
                    .setNetwork(wire(device.network().value()))
                    .setUser(wire(self().user().value()))
                    .setDevice(wire(self().device().value()))
                    .setTime(time.toEpochMilli())
                    .setStoreGeneration(generation)
                    .setSignature(wire(new Signer(provider).sign(key, input)))
                    .build();
            return new LogInAnswer.Signed(logIn, UnitOfWork.of(List.of(new Change.PutGeneration(generation))));
        }
    }

    @Override
    public ListAcceptance follow(UserId user, DeviceDirectory directory, Instant now) {
        return lists.follow(user, directory, now);
    }

    @Override
    public Optional<KnownList> deviceList(UserId user) {
        return lists.pinned(user);
    }

    @Override
    public UnitOfWork acceptIdentityChange(UserId user) {
        return lists.acceptChange(user);
    }

    @Override
    public Set<KeyNeed> keysDue(Draft draft, NetworkPolicy policy, Instant now) {
        return peer(draft)
                .filter(peer -> !lists.hasOpenChange(draft.to()))
                .map(peer -> sealing().keysDue(draft, peer, new Occasion(policy, now)))
                .orElse(Set.of());
    }

    @Override
    public Sealing seal(Draft draft, List<ClaimedPrekey> claimed, NetworkPolicy policy, Instant now) {
        if (draft.to().equals(self().user())) {
            return new Sealing.Refused(Sealing.Reason.OWN_USER);
        }
        if (!draft.expiry().isAfter(now)) {
            return new Sealing.Refused(Sealing.Reason.EXPIRED);
        }
        if (lists.hasOpenChange(draft.to())) {
            return new Sealing.Refused(Sealing.Reason.IDENTITY_CHANGED);
        }
        return peer(draft)
                .map(peer -> sealing().seal(draft, peer, claimed, new Occasion(policy, now)))
                .orElse(new Sealing.Refused(Sealing.Reason.NO_DEVICE_LIST));
    }

    private Optional<VerifiedDeviceList> peer(Draft draft) {
        return lists.pinned(draft.to()).map(KnownList::newest);
    }

    private DraftSealing sealing() {
        return new DraftSealing(provider, random, store, own());
    }

    @Override
    public UnitOfWork unsent(MessageId message, UserId to) {
        var links = new LinkSending(provider, store);
        return UnitOfWork.of(Stream.of(to, self().user())
                .flatMap(user -> store.linkedDevices(user).stream())
                .flatMap(peer -> links.unsent(peer, message).stream())
                .toList());
    }

    @Override
    public Reception receive(Deliver delivered, NetworkPolicy policy, DeviceDirectory directory, Instant now) {
        try {
            var parsed = Parsed.parse(delivered);
            var view = new ListsOfOperation(store, lists, device, directory, now);
            var reception = new EnvelopeReceiving(provider, random, store).receive(parsed, view, policy, now);
            return withUnit(reception, view.unit());
        } catch (CheckFailed failed) {
            return Reception.Failed.of(failed.check(), Optional.empty());
        }
    }

    private static Reception withUnit(Reception reception, UnitOfWork first) {
        return reception.fold(
                accepted -> new Reception.Accepted(
                        accepted.message(), first.and(accepted.unit().changes())),
                dropped -> new Reception.DroppedSilently(
                        dropped.check(), first.and(dropped.unit().changes())),
                failed -> new Reception.Failed(
                        failed.check(),
                        failed.claimedSender(),
                        failed.question(),
                        first.and(failed.unit().changes())));
    }

    @Override
    public List<Missing> missing(boolean drained, Instant now) {
        return new Gaps(store).missing(drained, now);
    }

    @Override
    public Optional<Repetition> repeat(SentText sent, ReceivedMessage asking, MessageId newId, Instant now) {
        return asking.content()
                .fold(
                        text -> Optional.empty(),
                        delivered -> Optional.empty(),
                        displayed -> Optional.empty(),
                        notOpened -> isTrusted(sent, asking.sender())
                                ? sent.askedFor(notOpened, asking.sender(), now)
                                        .map(left -> repetition(sent, left, asking.sender(), newId))
                                : Optional.empty());
    }

    /** On its user's newest list, under the identity that the text was sealed for. */
    private boolean isTrusted(SentText sent, DeviceAddress device) {
        return !lists.hasOpenChange(device.user())
                && lists.pinned(device.user())
                        .map(KnownList::newest)
                        .filter(list -> list.identityFingerprint().equals(sent.identityFingerprint()))
                        .flatMap(list -> list.device(device.device()))
                        .isPresent();
    }

    private Repetition repetition(SentText sent, SentText left, DeviceAddress device, MessageId newId) {
        var linkEnds = UnitOfWork.of(new LinkSending(provider, store).drop(device));
        return new Repetition(sent.draft().asked(newId, device), left, linkEnds);
    }

    @Override
    public Replenishment replenish(PrekeyType type, int count, Instant now) {
        var own = own();
        try (var key = own.signingKey(store)) {
            return new PrekeyMaking(provider, random, store.secrets(), own.deviceIdentity())
                    .make(type, count, key, now);
        }
    }

    @Override
    public UnitOfWork expireKeys(Instant now) {
        var changes = new ArrayList<Change>();
        for (var prekey : store.prekeysToErase(now)) {
            changes.add(new Change.RemovePrekey(prekey.id()));
            changes.add(new Change.EraseSecret(prekey.slot()));
        }
        changes.addAll(new LinkReceiving(provider, store).expire(now));
        changes.add(new Change.Forget(now));
        changes.add(new Change.AdvanceClock(now));
        return UnitOfWork.of(changes);
    }

    @Override
    public Optional<String> safetyNumber(UserId user) {
        return lists.pinned(user).map(KnownList::newest).map(this::safetyNumber);
    }

    @Override
    public Optional<String> changedSafetyNumber(UserId user) {
        return lists.openChange(user).map(this::safetyNumber);
    }

    private String safetyNumber(VerifiedDeviceList peer) {
        return new SafetyNumber(new Sha512(provider), device.network())
                .of(self().user(), lists.own().newest().identityKey(), peer.user(), peer.identityKey());
    }

    @Override
    public Bytes conversationWith(UserId user) {
        return new Conversations(provider).direct(device.network(), self().user(), user);
    }

    private static ByteString wire(Bytes bytes) {
        return ByteString.copyFrom(bytes.toArray());
    }
}
