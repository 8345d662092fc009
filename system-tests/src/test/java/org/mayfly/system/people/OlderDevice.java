package org.mayfly.system.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.mayfly.client.Surroundings;
import org.mayfly.client.account.AccountOpening;
import org.mayfly.client.rest.EnrolmentCalls;
import org.mayfly.client.rest.SealedIdentity;
import org.mayfly.client.session.Profile;
import org.mayfly.client.store.FileStore;
import org.mayfly.client.trust.ServerTrust;
import org.mayfly.client.vault.DeviceKey;
import org.mayfly.client.vault.VaultFolder;
import org.mayfly.protocol.Limits;
import org.mayfly.protocol.Suite;
import org.mayfly.protocol.client.Enrolment;
import org.mayfly.protocol.client.Enrolment.Equipment;
import org.mayfly.protocol.client.Enrolment.Owner;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.wire.DeviceClass;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Enrols as the Java client does, but for the list's entry of the device, which names suite 0x0001 alone: so it has no keys of ML-KEM. */
record OlderDevice(URI server, ServerTrust trust) {

    Person enrol(String code, Path home, String passphrase, Surroundings surroundings) {
        var http = surroundings.network().apply(server, trust).http();
        var calls = new EnrolmentCalls(http);
        var invitation = calls.open(code);
        var random = surroundings.random().secureRandom();
        var opening = new AccountOpening(surroundings, server, http);
        try (var secret = SecretBytes.takeOver(passphrase.getBytes(StandardCharsets.UTF_8));
                var sealing = opening.first(code, secret).orElseThrow();
                var folder = VaultFolder.take(home)) {
            folder.create(DeviceKey.createPlain(random));
            try (var store = new FileStore(folder.open(() -> secret, random))) {
                var recovery = new ArrayList<SealedIdentity>();
                var material = new Enrolment(
                                surroundings.provider(),
                                surroundings.random(),
                                store.secrets(),
                                new Equipment(List.of(Suite.CLASSICAL), Limits.PREKEY_POOL))
                        .prepare(
                                new Owner(invitation.network(), invitation.user(), DeviceClass.DEVICE_CLASS_NATIVE),
                                Instant.ofEpochMilli(surroundings.clock().millis()),
                                identity ->
                                        recovery.add(sealing.seal(invitation.network(), invitation.user(), identity)));
                var request = (ObjectNode)
                        EnrolmentCalls.request(code, material, recovery.stream().findFirst());
                calls.enrol(request.without(List.of("kemPrekeyBatch", "kemPrekeyBatchSignature", "kemPrekeys")));
                var profile = new Profile(
                        server,
                        trust,
                        invitation.network(),
                        invitation.networkName(),
                        invitation.user(),
                        invitation.userName(),
                        Optional.empty());
                store.commit(material.unit().and(List.of(profile.keep())));
                return new Person(invitation.userName(), invitation.user(), home, passphrase, code, surroundings);
            }
        }
    }
}
