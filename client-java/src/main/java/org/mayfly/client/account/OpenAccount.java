package org.mayfly.client.account;

import org.mayfly.client.Surroundings;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.client.rest.AccountCalls;
import org.mayfly.client.rest.AccountNames;
import org.mayfly.client.rest.SealedIdentity;
import org.mayfly.client.rest.SignedIn;
import org.mayfly.protocol.client.Enrolment;
import org.mayfly.protocol.client.EnrolmentMaterial;
import org.mayfly.protocol.client.OwnLists;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.recovery.RecoveryBundle;
import org.mayfly.protocol.client.recovery.RecoveryBundle.Binding;
import org.mayfly.protocol.client.recovery.RecoveryKey;
import org.mayfly.protocol.client.recovery.RecoverySecret;
import org.mayfly.protocol.client.store.ErasableSecrets;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.verification.VerifiedDeviceList;
import org.mayfly.protocol.wire.DeviceClass;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An account with its identity key at hand. To be closed as soon as what it was opened for is done: that erases the key. */
public final class OpenAccount implements AutoCloseable {

    private final Surroundings surroundings;
    private final AccountNames names;
    private final Opened opened;
    private long passphraseVersion;

    /**
     * What the log-in gave.
     *
     * @param lists all versions, verified, ascending
     */
    record Opened(SignedIn signedIn, P521KeyPair identity, List<VerifiedDeviceList> lists, AccountCalls calls) {}

    OpenAccount(Surroundings surroundings, AccountNames names, Opened opened) {
        this.surroundings = surroundings;
        this.names = names;
        this.opened = opened;
        this.passphraseVersion = opened.signedIn().passphraseVersion();
    }

    public SignedIn signedIn() {
        return opened.signedIn();
    }

    /** The newest. */
    public VerifiedDeviceList list() {
        return opened.lists().get(opened.lists().size() - 1);
    }

    /**
     * What a device saw of its own user has to be part of this history: else the server shows an older one, and the next
     * list would take back what the person did since, a revocation for example.
     *
     * @throws ProblemException {@code recovery-damaged}
     */
    public OpenAccount requireContinues(VerifiedDeviceList known) {
        var same = opened.lists().stream().anyMatch(list -> list.hash().equals(known.hash()));
        if (!same || !opened.identity().publicKey().equals(known.identityKey())) {
            throw ProblemException.refused("recovery-damaged");
        }
        return this;
    }

    /** Keys of a further device, on the next list. The server hears of it by {@link #add}. */
    public EnrolmentMaterial prepareDevice(ErasableSecrets secrets) {
        return new Enrolment(surroundings.provider(), surroundings.random(), secrets)
                .join(
                        signedIn().network(),
                        DeviceClass.DEVICE_CLASS_NATIVE,
                        list(),
                        opened.identity(),
                        Instant.ofEpochMilli(surroundings.clock().millis()));
    }

    /** False where it waits for approval by a device that is listed. @param name sealed */
    public boolean add(EnrolmentMaterial material, Optional<Bytes> name) {
        return opened.calls().addDevice(material, name);
    }

    /** The device is out at once. @throws ProblemException {@code unknown-device}, {@code last-device} */
    public void revoke(DeviceId device) {
        if (list().device(device).isEmpty()) {
            throw ProblemException.refused("unknown-device");
        }
        if (list().devices().size() == 1) {
            throw ProblemException.refused("last-device");
        }
        var lists = new OwnLists(surroundings.provider(), signedIn().network());
        opened.calls().publish(lists.without(list(), Set.of(device), opened.identity()));
    }

    /** From now on the account opens with this one. */
    public void changePassphrase(SecretBytes passphrase) {
        var version = passphraseVersion + 1;
        try (var hardened = new Hardening(surroundings)
                .harden(passphrase, blinded -> opened.calls().evaluate(names, Optional.of(blinded)))) {
            var binding = new Binding(
                    signedIn().network(),
                    signedIn().user(),
                    opened.identity().publicKey(),
                    version,
                    hardened.answer().seedId());
            opened.calls().putBundle(Way.PASSPHRASE, version, hardened.seal(surroundings, opened.identity(), binding));
            passphraseVersion = version;
        }
    }

    /**
     * Seals the identity anew where the server has a newer seed than the one it is sealed under, so that the old one can go.
     *
     * @param passphrase that opened the account
     */
    void renew(SecretBytes passphrase) {
        var newest = opened.calls().evaluate(names, Optional.empty()).seedId();
        if (!signedIn().seedId().equals(Optional.of(newest))) {
            changePassphrase(passphrase);
        }
    }

    /** To be shown once and kept on paper; one that was made before opens nothing any more. The key is the caller's to close. */
    public RecoveryKey makeRecoveryKey() {
        var version = signedIn().recoveryKeyVersion() + 1;
        var made = RecoveryKey.generate(surroundings.random());
        var binding = Binding.ofRecoveryKey(
                signedIn().network(), signedIn().user(), opened.identity().publicKey(), version);
        try (var secret = RecoverySecret.of(surroundings.provider(), made);
                var logIn = secret.logInKey()) {
            var bundle = RecoveryBundle.seal(
                    surroundings.provider(), surroundings.random(), secret, opened.identity(), binding);
            opened.calls()
                    .putBundle(
                            Way.RECOVERY_KEY, version, new SealedIdentity(bundle, logIn.publicKey(), Optional.empty()));
            return made;
        }
    }

    public void removeRecoveryKey() {
        opened.calls().removeRecoveryKey();
    }

    /** Devices, lists, bundles and mail are gone at the server; the name stays taken. */
    public void delete() {
        opened.calls().deleteAccount();
    }

    @Override
    public void close() {
        opened.identity().close();
    }
}
