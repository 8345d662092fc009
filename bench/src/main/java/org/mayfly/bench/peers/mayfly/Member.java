package org.mayfly.bench.peers.mayfly;

import org.mayfly.client.Surroundings;
import org.mayfly.client.account.AccountOpening;
import org.mayfly.client.connection.LogInSigner;
import org.mayfly.client.connection.Origin;
import org.mayfly.client.rest.EnrolmentCalls;
import org.mayfly.client.rest.Http;
import org.mayfly.client.rest.SealedIdentity;
import org.mayfly.protocol.client.Enrolment;
import org.mayfly.protocol.client.Enrolment.Owner;
import org.mayfly.protocol.client.LogInAnswer;
import org.mayfly.protocol.client.StoredDevice;
import org.mayfly.protocol.client.store.memory.MemoryStore;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.wire.Challenge;
import org.mayfly.protocol.wire.DeviceClass;
import org.mayfly.protocol.wire.LogIn;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

/** A person with one device: enrolled as the Java client does it, but that the keys are kept in memory. */
record Member(URI server, Surroundings surroundings, MemoryStore store, StoredDevice device, SignedDeviceList list)
        implements LogInSigner {

    private static final String PASSPHRASE = "seven green umbrellas at dawn";

    /** Takes a third of a second, most of it for the bundle that the passphrase opens. */
    static Member enrol(URI server, Surroundings surroundings, Http http, String code) {
        var calls = new EnrolmentCalls(http);
        var invitation = calls.open(code);
        var store = new MemoryStore();
        try (var passphrase = SecretBytes.takeOver(PASSPHRASE.getBytes(StandardCharsets.UTF_8));
                var sealing = new AccountOpening(surroundings, server, http)
                        .first(code, passphrase)
                        .orElseThrow()) {
            var bundle = new ArrayList<SealedIdentity>();
            var owner = new Owner(invitation.network(), invitation.user(), DeviceClass.DEVICE_CLASS_NATIVE);
            var material = new Enrolment(surroundings.provider(), surroundings.random(), store.secrets())
                    .prepare(
                            owner,
                            now(surroundings),
                            identity -> bundle.add(sealing.seal(owner.network(), owner.user(), identity)));
            store.commit(material.unit());
            calls.enrol(EnrolmentCalls.request(code, material, Optional.of(bundle.get(0))));
            var device = new StoredDevice(surroundings.provider(), surroundings.random(), store);
            return new Member(server, surroundings, store, device, material.list());
        }
    }

    /** The device's own time, in whole milliseconds. */
    Instant now() {
        return now(surroundings);
    }

    private static Instant now(Surroundings surroundings) {
        return Instant.ofEpochMilli(surroundings.clock().millis());
    }

    /** One log-in of this device at a time. */
    @Override
    public LogIn sign(Challenge challenge) {
        synchronized (store) {
            var answer = device.logIn(challenge, Origin.of(server), now());
            if (answer instanceof LogInAnswer.Signed signed) {
                store.commit(signed.unit());
                return signed.logIn();
            }
            throw new IllegalStateException("the server is another, or its clock is off: " + answer);
        }
    }
}
