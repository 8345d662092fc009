package org.mayfly.protocol.client;

import com.google.protobuf.ByteString;
import org.mayfly.protocol.Limits;
import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.client.DraftSealing.Occasion;
import org.mayfly.protocol.client.crypto.Signer;
import org.mayfly.protocol.client.link.LinkReceiving;
import org.mayfly.protocol.client.payload.Conversations;
import org.mayfly.protocol.client.receiving.Authenticity.Parsed;
import org.mayfly.protocol.client.receiving.CheckFailed;
import org.mayfly.protocol.client.receiving.EnvelopeReceiving;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.ClientStore;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.verification.VerifiedDeviceList;
import org.mayfly.protocol.wire.Challenge;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.LogIn;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The protocol over a store. Not thread-safe: see {@link DeviceProtocol}. */
public final class StoredDevice implements DeviceProtocol {

    private final CryptoProvider provider;
    private final RandomSource random;
    private final ClientStore store;
    private final OwnIdentity own;
    private final PinnedLists lists;

    /** @throws IllegalStateException if no device was enrolled in this store */
    public StoredDevice(CryptoProvider provider, RandomSource random, ClientStore store) {
        this.provider = provider;
        this.random = random;
        this.store = store;
        this.lists = new PinnedLists(provider, store);
        var device = store.ownDevice().orElseThrow(() -> new IllegalStateException("no device was enrolled here"));
        this.own = new OwnIdentity(device, lists.reread(device.signedList()));
    }

    @Override
    public DeviceAddress self() {
        return own.address();
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
        var input = SignedInput.logIn(own.network(), target, self().user(), self().device(), time, generation);
        try (var key = own.signingKey(store)) {
            var logIn = LogIn.newBuilder()
                    .setNetwork(wire(own.network().value()))
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
    public ListAcceptance accept(SignedDeviceList list, UserId expected, Instant now) {
        return lists.accept(own.network(), expected, list).acceptance();
    }

    @Override
    public UnitOfWork acceptIdentityChange(UserId user) {
        return lists.acceptChange(user);
    }

    @Override
    public Set<DeviceAddress> recipients(UserId user) {
        return lists.pinned(user).stream()
                .flatMap(list -> list.devices().stream())
                .map(device -> new DeviceAddress(user, device.device()))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<KeyNeed> keysDue(UserId user, NetworkPolicy policy, Instant now) {
        return lists.pinned(user)
                .map(peer -> sealing().keysDue(peer, new Occasion(policy, now)))
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
        return lists.pinned(draft.to())
                .map(peer -> sealing().seal(draft, peer, claimed, new Occasion(policy, now)))
                .orElse(new Sealing.Refused(Sealing.Reason.NO_DEVICE_LIST));
    }

    private DraftSealing sealing() {
        return new DraftSealing(provider, random, store, own);
    }

    @Override
    public Reception receive(Deliver delivered, NetworkPolicy policy, DeviceDirectory directory, Instant now) {
        try {
            var parsed = Parsed.parse(delivered);
            parsed.inNetwork(own.network());
            var lookedUp = senderList(parsed.header().sender(), directory);
            var reception = new EnvelopeReceiving(provider, random, store)
                    .receive(own, parsed, lookedUp.inForce(), policy, now);
            return withUnit(reception, lookedUp.acceptance().unit());
        } catch (CheckFailed failed) {
            return new Reception.Failed(failed.check(), Optional.empty(), UnitOfWork.nothing());
        }
    }

    private PinnedLists.Accepted senderList(DeviceAddress sender, DeviceDirectory directory) {
        var pinned = lists.pinned(sender.user());
        if (pinned.flatMap(list -> list.device(sender.device())).isPresent()) {
            return new PinnedLists.Accepted(
                    new ListAcceptance(ListAcceptance.Verdict.UNCHANGED, UnitOfWork.nothing()), pinned);
        }
        Optional<VerifiedDeviceList> none = Optional.empty();
        return directory
                .deviceList(sender.user())
                .map(list -> lists.accept(own.network(), sender.user(), list))
                .orElse(new PinnedLists.Accepted(
                        new ListAcceptance(ListAcceptance.Verdict.REFUSED, UnitOfWork.nothing()), none));
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
                        first.and(failed.unit().changes())));
    }

    @Override
    public Replenishment replenish(PrekeyType type, int count, Instant now) {
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
        return lists.pinned(user)
                .map(peer -> new SafetyNumber(new Sha512(provider), own.network())
                        .of(self().user(), own.list().identityKey(), user, peer.identityKey()));
    }

    @Override
    public Bytes conversationWith(UserId user) {
        return new Conversations(provider).direct(own.network(), self().user(), user);
    }

    private static ByteString wire(Bytes bytes) {
        return ByteString.copyFrom(bytes.toArray());
    }
}
