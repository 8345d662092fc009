package org.mayfly.system.container;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.bundle.Bundle;
import org.mayfly.messaging.bundle.FirstBundles;
import org.mayfly.messaging.device.Devices;
import org.mayfly.messaging.recovery.Recovery;
import org.mayfly.messaging.recovery.Recovery.AccountNames;
import org.mayfly.messaging.recovery.Recovery.Evaluation;
import org.mayfly.messaging.recovery.ReturnedAccount.ListOffer;
import org.mayfly.messaging.user.Users;
import org.mayfly.protocol.client.Enrolment;
import org.mayfly.protocol.client.Enrolment.Owner;
import org.mayfly.protocol.client.EnrolmentMaterial;
import org.mayfly.protocol.client.OwnLists;
import org.mayfly.protocol.client.StoredDevice;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.crypto.Signer;
import org.mayfly.protocol.client.recovery.RecoveryBundle;
import org.mayfly.protocol.client.recovery.RecoveryBundle.Binding;
import org.mayfly.protocol.client.recovery.RecoverySecret;
import org.mayfly.protocol.client.store.memory.MemoryStore;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.oprf.OprfElement;
import org.mayfly.protocol.oprf.OprfInput;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.signed.SignedInput.Returning;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.verification.DeviceListVerification;
import org.mayfly.protocol.verification.VerifiedDeviceList;
import org.mayfly.protocol.wire.DeviceClass;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** How people get in and come back: through the beans, with what a real client computes. */
@Dependent
public class Entrance {
    static final String PASSPHRASE = "seven green umbrellas at dawn";

    private static final CryptoProvider PROVIDER = CryptoProvider.preferred();
    private static final RandomSource RANDOM = RandomSource.of(PROVIDER);
    private static final Actor.Anonymous NOBODY = new Actor.Anonymous();

    private final Users users;
    private final Devices devices;
    private final Recovery recovery;

    @Inject
    public Entrance(Users users, Devices devices, Recovery recovery) {
        this.users = users;
        this.devices = devices;
        this.recovery = recovery;
    }

    /** Invited by the administrator and enrolled, with a bundle that {@link #PASSPHRASE} opens. */
    Participant enrol(Actor administrator, NetworkId network, String name) {
        var code = users.invite(administrator, network, name).code();
        var owner = new Owner(network, users.open(NOBODY, code).user(), DeviceClass.DEVICE_CLASS_NATIVE);
        var store = new MemoryStore();
        var bundles = new ArrayList<FirstBundles>();
        var material = new Enrolment(PROVIDER, RANDOM, store.secrets())
                .prepare(owner, Participant.now(), identity -> bundles.add(sealed(code, owner, identity)));
        store.commit(material.unit());
        var prekeys = new Devices.FirstPrekeys(material.prekeys(), Optional.of(material.kemPrekeys()));
        var actor = devices.enrol(NOBODY, code, material.list(), prekeys, bundles.get(0));
        return new Participant(actor, store, new StoredDevice(PROVIDER, RANDOM, store));
    }

    private FirstBundles sealed(String code, Owner owner, P521KeyPair identity) {
        var hardened = harden(PASSPHRASE, blinded -> recovery.evaluateInvited(NOBODY, code, blinded));
        var seed = hardened.answer().seed();
        var binding = new Binding(owner.network(), owner.user(), identity.publicKey(), 1, bytes(seed));
        try (var secret = hardened.secret();
                var logIn = secret.logInKey()) {
            var sealed = RecoveryBundle.seal(PROVIDER, RANDOM, secret, identity, binding)
                    .sealed();
            return new FirstBundles(
                    Bundle.parse(sealed, logIn.publicKey().encoded(), Optional.of(seed)), Optional.empty());
        }
    }

    /** A log-in signed by the key that this passphrase leads to. */
    Recovery.LogIn logIn(AccountNames names, String passphrase) {
        var hardened = harden(names, passphrase);
        try (var secret = hardened.secret()) {
            return logIn(names, hardened.answer().challenge(), secret);
        }
    }

    /** Back with {@link #PASSPHRASE}: whoever has the token and the identity key may change the account. To be closed. */
    Back comeBack(AccountNames names) {
        var hardened = harden(names, PASSPHRASE);
        try (var secret = hardened.secret()) {
            var account = recovery.logIn(NOBODY, logIn(names, hardened.answer().challenge(), secret));
            var list = new DeviceListVerification(PROVIDER)
                    .verify(
                            account.network(),
                            account.user(),
                            account.lists().get(account.lists().size() - 1))
                    .orElseThrow(fault -> new AssertionError(fault));
            var seed = account.bundle().seed().orElseThrow();
            var binding = new Binding(
                    account.network(),
                    account.user(),
                    list.identityKey(),
                    account.versions().used(),
                    bytes(seed));
            var identity = RecoveryBundle.parse(account.bundle().sealed())
                    .open(PROVIDER, secret, binding)
                    .orElseThrow();
            return new Back(recovery.authenticate(account.token().toBase64Url()), list, identity);
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param list the newest */
    record Back(Actor.Returned actor, VerifiedDeviceList list, P521KeyPair identity) implements AutoCloseable {

        /** One device more. */
        EnrolmentMaterial furtherDevice() {
            return new Enrolment(PROVIDER, RANDOM, new MemoryStore().secrets())
                    .join(actor.network(), DeviceClass.DEVICE_CLASS_NATIVE, list, identity, Participant.now());
        }

        ListOffer without(DeviceId device) {
            return offer(new OwnLists(PROVIDER, actor.network()).without(list, Set.of(device), identity));
        }

        @Override
        public void close() {
            identity.close();
        }
    }

    static ListOffer offer(SignedDeviceList list) {
        return new ListOffer(
                Bytes.of(list.getList().toByteArray()),
                Bytes.of(list.getSignature().toByteArray()));
    }

    private Recovery.LogIn logIn(AccountNames names, Bytes challenge, RecoverySecret secret) {
        var who = new Returning(names.network(), names.user(), Way.PASSPHRASE);
        var time = Participant.now();
        try (var key = secret.logInKey()) {
            var input = SignedInput.recovery(devices.serverName(), new Sha512(PROVIDER).hash(challenge), who, time);
            return new Recovery.LogIn(who, challenge, time, new Signer(PROVIDER).sign(key, input));
        }
    }

    private Hardened harden(AccountNames names, String passphrase) {
        return harden(passphrase, blinded -> recovery.evaluate(NOBODY, names, Optional.of(blinded)));
    }

    private record Hardened(RecoverySecret secret, Evaluation answer) {}

    private static Hardened harden(String passphrase, Function<Bytes, Evaluation> evaluation) {
        try (var input = OprfInput.blind(RecoverySecret.input(passphrase), RANDOM)) {
            var answer = evaluation.apply(input.blinded().encoded());
            var element = OprfElement.parse(answer.evaluated().orElseThrow());
            try (var output = input.finish(element, PROVIDER)) {
                return new Hardened(RecoverySecret.harden(PROVIDER, output), answer);
            }
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Bytes bytes(java.util.UUID id) {
        return Bytes.of(java.nio.ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
    }
}
