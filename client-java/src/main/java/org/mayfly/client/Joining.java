package org.mayfly.client;

import org.mayfly.client.account.AccountOpening;
import org.mayfly.client.account.OpenAccount;
import org.mayfly.client.account.Proof;
import org.mayfly.client.problem.Problem.Kind;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.client.rest.AccountNames;
import org.mayfly.client.session.Profile;
import org.mayfly.client.store.FileStore;
import org.mayfly.client.trust.ServerTrust;
import org.mayfly.client.vault.DeviceKey;
import org.mayfly.client.vault.Passphrase;
import org.mayfly.client.vault.VaultFolder;
import org.mayfly.protocol.client.DeviceNames;
import org.mayfly.protocol.client.EnrolmentMaterial;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.SecretBytes;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Makes this machine one more device of somebody who has an account. What was sent before does not appear on it.
 *
 * <p>Guarantees: keys are durable before the server hears of them; the identity key is erased when this returns.
 *
 * @param name of the device, for the person's own eyes
 * @param lock whether the device key is locked by the passphrase; else it lies in the folder, readable to its owner only
 */
public record Joining(URI server, ServerTrust trust, AccountNames names, Optional<String> name, boolean lock) {

    /** @param active else the device waits for one of the others to approve it, by {@link MayflyClient#deviceCode} */
    public record Joined(Profile profile, boolean active) {}

    /**
     * @param passphrase locks this device; the account's own where that is the proof
     * @throws ProblemException {@code wrong-credentials}, {@code rate-limited}, {@code suspended}, {@code
     *     too-many-devices}, {@code recovery-damaged}, {@code enrolled-already}, {@code unusable-device-name}
     */
    public Joined carryOut(Path home, Proof proof, SecretBytes passphrase, Surroundings surroundings) {
        if (name.filter(given -> !DeviceNames.isUsable(given)).isPresent()) {
            throw ProblemException.refused("unusable-device-name", DeviceNames.LONGEST);
        }
        if (proof instanceof Proof.OfRecoveryKey) {
            Passphrase.requireStrong(passphrase, List.of(names.user(), server.getHost(), "mayfly"));
        }
        var http = surroundings.network().apply(server, trust).http();
        try (var folder = VaultFolder.take(home)) {
            if (folder.hasVault()) {
                throw ProblemException.refused("enrolled-already", names.user());
            }
            try (var account = new AccountOpening(surroundings, server, http).open(names, proof)) {
                return join(folder, account, passphrase, surroundings);
            }
        }
    }

    private Joined join(VaultFolder folder, OpenAccount account, SecretBytes passphrase, Surroundings surroundings) {
        var random = surroundings.random().secureRandom();
        folder.create(lock ? DeviceKey.createLocked(random, passphrase) : DeviceKey.createPlain(random));
        try (var store = new FileStore(folder.open(() -> SecretBytes.takeOver(passphrase.expose()), random))) {
            var material = account.prepareDevice(store.secrets());
            var signedIn = account.signedIn();
            var profile = new Profile(
                    server,
                    trust,
                    signedIn.network(),
                    signedIn.networkName(),
                    signedIn.user(),
                    signedIn.userName(),
                    Optional.empty());
            store.commit(material.unit().and(List.of(profile.keep())));
            return new Joined(profile, add(folder, store, account, material, surroundings));
        }
    }

    private boolean add(
            VaultFolder folder,
            FileStore store,
            OpenAccount account,
            EnrolmentMaterial material,
            Surroundings surroundings) {
        try {
            return account.add(material, sealedName(store, surroundings));
        } catch (ProblemException e) {
            if (e.problem().kind() != Kind.NETWORK) {
                folder.destroy();
            }
            throw e;
        }
    }

    private Optional<Bytes> sealedName(FileStore store, Surroundings surroundings) {
        var own = store.ownDevice().orElseThrow();
        try (var key = store.secrets().read(own.nameSlot().orElseThrow())) {
            return name.map(given -> new DeviceNames(surroundings.provider(), surroundings.random())
                    .seal(key, new DeviceAddress(own.user(), own.device()), given));
        }
    }
}
