package org.mayfly.endpoint.fakes;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.bundle.Bundle;
import org.mayfly.messaging.device.Devices.FirstPrekeys;
import org.mayfly.messaging.device.OwnDevices;
import org.mayfly.messaging.policy.EphemeralityPolicy;
import org.mayfly.messaging.recovery.Recovery;
import org.mayfly.messaging.recovery.ReturnedAccount;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.wire.DeviceClass;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One account in memory, its devices and the way back to it. What is asked of it is written down. */
public final class MemoryAccount implements Recovery, ReturnedAccount, OwnDevices {

    public static final String TOKEN = "token-of-a-returned-person-of-32-bytes-in-x";
    public static final UUID SEED = new UUID(5, 6);
    public static final P521PublicKey KEY = key();

    public final List<String> done = new ArrayList<>();
    public final List<LogIn> logIns = new ArrayList<>();
    public Optional<Waiting> waits = Optional.empty();
    public boolean approvalNeeded;

    public static Bytes bytes(int length) {
        return Bytes.of(new byte[length]);
    }

    private static P521PublicKey key() {
        var provider = CryptoProvider.preferred();
        var random = RandomSource.of(provider).secureRandom();
        return P521PublicKey.of(provider.p521KeyPairs(random).generateKeyPair().getPublic());
    }

    @Override
    public Evaluation evaluate(Actor actor, AccountNames names, Optional<Bytes> blinded) {
        done.add(actor.getClass().getSimpleName() + " " + names.network() + "/" + names.user());
        return new Evaluation(bytes(32), SEED, blinded);
    }

    @Override
    public Bytes pseudonym(AccountNames names) {
        return Bytes.of(
                new byte[] {(byte) names.network().length(), (byte) names.user().length()});
    }

    @Override
    public Evaluation evaluateInvited(Actor.Anonymous actor, String code, Bytes blinded) {
        done.add("invited " + code);
        return new Evaluation(bytes(32), SEED, Optional.of(blinded));
    }

    @Override
    public Account logIn(Actor.Anonymous actor, LogIn logIn) {
        logIns.add(logIn);
        if (logIn.signature().length() != 132) {
            throw Reason.WRONG_CREDENTIALS.refused();
        }
        boolean passphrase = logIn.person().way() == Way.PASSPHRASE;
        return new Account(
                MemoryCore.DEVICE.network(),
                "Acme",
                MemoryCore.DEVICE.user(),
                "anna",
                new Bundle(bytes(94), KEY, passphrase ? Optional.of(SEED) : Optional.empty()),
                new Versions(3, 3, 0),
                List.of(new MemoryCore().list),
                bytes(32),
                Instant.ofEpochMilli(77),
                approvalNeeded,
                EphemeralityPolicy.INITIAL);
    }

    @Override
    public Actor.Returned authenticate(String token) {
        if (!token.equals(TOKEN)) {
            throw Reason.UNAUTHENTICATED.refused();
        }
        return new Actor.Returned(MemoryCore.DEVICE.network(), MemoryCore.DEVICE.user(), Way.PASSPHRASE, bytes(32));
    }

    @Override
    public void put(Actor.Returned actor, Optional<Actor.Device> beside, Replacement replacement) {
        done.add("put " + replacement.way() + " " + replacement.version() + " "
                + replacement.bundle().seed().isPresent()
                + beside.map(device -> " beside a device").orElse(""));
    }

    @Override
    public void removeRecoveryKey(Actor.Returned actor, Optional<Actor.Device> beside) {
        done.add("remove" + beside.map(device -> " beside a device").orElse(""));
    }

    @Override
    public Added add(Actor.Returned actor, ListOffer offer, FirstPrekeys prekeys, Optional<Bytes> name) {
        done.add("add " + offer.list().toHex() + " " + prekeys.kem().isPresent() + " " + name.isPresent());
        return new Added(MemoryCore.DEVICE.device(), !approvalNeeded);
    }

    @Override
    public void revoke(Actor.Returned actor, ListOffer offer) {
        done.add("revoke " + offer.list().toHex());
    }

    @Override
    public void delete(Actor.Returned actor) {
        done.add("delete");
    }

    @Override
    public List<OwnDevice> list(Actor.Device actor) {
        return List.of(
                new OwnDevice(
                        actor.device(),
                        DeviceClass.DEVICE_CLASS_WEB,
                        Instant.ofEpochMilli(5),
                        Optional.of(Bytes.of(new byte[] {1})),
                        Optional.of(Instant.ofEpochMilli(86_400_000)),
                        true),
                new OwnDevice(
                        DeviceId.of(MemoryCore.id(9)),
                        DeviceClass.DEVICE_CLASS_NATIVE,
                        Instant.ofEpochMilli(6),
                        Optional.empty(),
                        Optional.empty(),
                        false));
    }

    @Override
    public void name(Actor.Device actor, DeviceId device, Bytes sealed) {
        done.add("name " + device + " " + sealed.toHex());
    }

    @Override
    public Optional<Waiting> waiting(Actor.Device actor) {
        return waits;
    }

    @Override
    public void approve(Actor.Device actor, Bytes listHash) {
        done.add("approve " + listHash.toHex());
    }

    @Override
    public void refuse(Actor.Device actor) {
        done.add("refuse");
    }
}
