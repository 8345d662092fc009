package org.mayfly.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.mayfly.client.account.AccountOpening;
import org.mayfly.client.account.FirstSealing;
import org.mayfly.client.problem.Problem.Kind;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.client.rest.EnrolmentCalls;
import org.mayfly.client.rest.Http;
import org.mayfly.client.rest.SealedIdentity;
import org.mayfly.client.session.Profile;
import org.mayfly.client.session.Session;
import org.mayfly.client.store.FileStore;
import org.mayfly.client.trust.ServerTrust;
import org.mayfly.client.vault.DeviceKey;
import org.mayfly.client.vault.Passphrase;
import org.mayfly.client.vault.VaultFolder;
import org.mayfly.protocol.client.Enrolment.Owner;
import org.mayfly.protocol.client.StoredDevice;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.wire.DeviceClass;

import java.net.URI;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes this machine a user's device.
 *
 * <p>Guarantees: keys are durable before the server hears of them; the identity key's private part is erased before
 * that, too, but for the bundle that the passphrase opens; the passphrase stays here. An enrolment whose answer was lost is taken up by the same call again.
 *
 * @param lock whether the device key is locked by the passphrase; else it lies in the folder, readable to its owner only
 */
public record Enrolment(URI server, ServerTrust trust, String code, String user, boolean lock) {

    /** @throws ProblemException {@code weak-passphrase}, {@code invitation-unusable}, {@code other-invitation}, … */
    public Profile carryOut(Path home, SecretBytes passphrase, Surroundings surroundings) {
        Passphrase.requireStrong(passphrase, List.of(user, server.getHost(), "mayfly"));
        var http = surroundings.network().apply(server, trust).http();
        var calls = new EnrolmentCalls(http);
        try (var folder = VaultFolder.take(home)) {
            if (folder.hasVault()) {
                return takeUp(folder, calls, passphrase, surroundings);
            }
            return begin(folder, http, passphrase, surroundings);
        }
    }

    private Profile begin(VaultFolder folder, Http http, SecretBytes passphrase, Surroundings surroundings) {
        var calls = new EnrolmentCalls(http);
        var invitation = calls.open(code);
        if (!canonical(invitation.userName()).equals(canonical(user))) {
            throw ProblemException.refused("other-invitation", invitation.userName());
        }
        var random = surroundings.random().secureRandom();
        var sealing = new AccountOpening(surroundings, server, http).first(code, passphrase);
        folder.create(lock ? DeviceKey.createLocked(random, passphrase) : DeviceKey.createPlain(random));
        try (var store = new FileStore(folder.open(() -> copy(passphrase), random))) {
            var recovery = new ArrayList<SealedIdentity>();
            var material = new org.mayfly.protocol.client.Enrolment(
                            surroundings.provider(), surroundings.random(), store.secrets())
                    .prepare(
                            new Owner(invitation.network(), invitation.user(), DeviceClass.DEVICE_CLASS_NATIVE),
                            Instant.ofEpochMilli(surroundings.clock().millis()),
                            identity -> sealing.ifPresent(first ->
                                    recovery.add(first.seal(invitation.network(), invitation.user(), identity))));
            var request =
                    EnrolmentCalls.request(code, material, recovery.stream().findFirst());
            var profile = new Profile(
                    server,
                    trust,
                    invitation.network(),
                    invitation.networkName(),
                    invitation.user(),
                    invitation.userName(),
                    Optional.of(request.toString()));
            store.commit(material.unit().and(List.of(profile.keep())));
            return finish(folder, store, calls, profile, request);
        } finally {
            sealing.ifPresent(FirstSealing::close);
        }
    }

    private Profile takeUp(
            VaultFolder folder, EnrolmentCalls calls, SecretBytes passphrase, Surroundings surroundings) {
        try (var store = new FileStore(
                folder.open(() -> copy(passphrase), surroundings.random().secureRandom()))) {
            var profile = Profile.read(store);
            if (profile.isEmpty()) {
                folder.destroy();
                throw ProblemException.refused("enrolment-begun-again");
            }
            var unfinished = profile.get().unfinished();
            if (unfinished.isEmpty()) {
                throw ProblemException.refused("enrolled-already", profile.get().userName());
            }
            try {
                calls.enrol(parse(unfinished.get()));
            } catch (ProblemException e) {
                if (!e.code().equals("invitation-unusable") && !e.code().equals("already-enrolled")) {
                    throw e;
                }
                requireLogIn(store, profile.get(), surroundings);
            }
            return completed(store, profile.get());
        }
    }

    /** The invitation is used up: by this very enrolment if the server knows this device, else by somebody else's. */
    private static void requireLogIn(FileStore store, Profile profile, Surroundings surroundings) {
        var network = surroundings.network().apply(profile.server(), profile.trust());
        var session = new Session(
                store,
                new StoredDevice(surroundings.provider(), surroundings.random(), store),
                profile,
                surroundings.clock(),
                () -> new MessageId(surroundings.random().bytes(16)),
                new ClientEvents(new Sendings()));
        try {
            session.connect(network.http(), network.sockets());
        } finally {
            session.end();
        }
    }

    private static Profile finish(
            VaultFolder folder, FileStore store, EnrolmentCalls calls, Profile profile, JsonNode request) {
        try {
            calls.enrol(request);
        } catch (ProblemException e) {
            var perhapsDone = e.problem().kind() == Kind.NETWORK
                    || e.problem().retryAfter().toMillis() > 0
                    || e.code().equals("internal");
            if (!perhapsDone) {
                folder.destroy();
            }
            throw e;
        }
        return completed(store, profile);
    }

    private static Profile completed(FileStore store, Profile profile) {
        var finished = profile.finished();
        store.commit(UnitOfWork.of(List.of(finished.keep())));
        return finished;
    }

    private static SecretBytes copy(SecretBytes passphrase) {
        return SecretBytes.takeOver(passphrase.expose());
    }

    private static JsonNode parse(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a kept request is readable", e);
        }
    }

    private static String canonical(String name) {
        return Normalizer.normalize(name.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    /** Hides the code. */
    @Override
    public String toString() {
        return "Enrolment[hidden]";
    }
}
