package org.mayfly.system.container;

import com.google.protobuf.ByteString;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.device.Devices;
import org.mayfly.messaging.mailbox.Mailboxes.Stored;
import org.mayfly.messaging.prekey.Prekeys;
import org.mayfly.protocol.client.Draft;
import org.mayfly.protocol.client.Lifetime;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.NetworkPolicy;
import org.mayfly.protocol.client.Reception;
import org.mayfly.protocol.client.Sealing;
import org.mayfly.protocol.client.StoredDevice;
import org.mayfly.protocol.client.store.memory.MemoryStore;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.wire.ClaimPrekeys;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.PrekeyType;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** A person with one device: real keys, made and kept by the client's own protocol code. */
record Participant(Actor.Device actor, MemoryStore store, StoredDevice device) {
    private static final CryptoProvider PROVIDER = CryptoProvider.preferred();
    private static final RandomSource RANDOM = RandomSource.of(PROVIDER);
    private static final NetworkPolicy POLICY =
            new NetworkPolicy(new Lifetime(Duration.ofDays(30).toSeconds(), 0), true);

    /** One-time keys of another, for sealing to it. */
    List<ClaimedPrekey> claim(Participant of, PrekeyType type, int count, Prekeys prekeys) {
        var claim = ClaimPrekeys.newBuilder()
                .setType(type)
                .addWanted(ClaimPrekeys.Wanted.newBuilder()
                        .setUser(wire(of.actor().user().value()))
                        .setDevice(wire(of.actor().device().value()))
                        .setCount(count))
                .build();
        return prekeys.claim(actor, claim).prekeys();
    }

    /** A text for another, sealed with the keys claimed for it. */
    Sealing.Ready seal(String text, Participant to, Duration life, Devices devices, Prekeys prekeys) {
        var peer = to.actor();
        store.commit(device.accept(devices.deviceList(actor, peer.user()), peer.user(), now())
                .unit());
        var lifetime = new Lifetime(life.toSeconds(), 0);
        var draft =
                new Draft(new MessageId(RANDOM.bytes(16)), peer.user(), new MessageContent.Text(text), lifetime, now());
        var claimed = device.keysDue(draft, POLICY, now()).stream()
                .flatMap(need -> claim(to, need.type(), 1, prekeys).stream())
                .toList();
        Sealing sealing = device.seal(draft, claimed, POLICY, now());
        if (sealing instanceof Sealing.Ready ready) {
            store.commit(ready.unit());
            return ready;
        }
        throw new AssertionError("not sealed: " + sealing);
    }

    /** What a row of the own mailbox says once every check of the protocol has passed. */
    MessageContent open(Stored stored, Devices devices) {
        var deliver = Deliver.newBuilder()
                .setDelivery(1)
                .setHeader(wire(stored.header()))
                .setCiphertext(wire(stored.ciphertext()))
                .setSignature(wire(stored.signature()))
                .setWrap(wire(stored.wrap()))
                .setPath(stored.proof().toWire())
                .build();
        Reception reception =
                device.receive(deliver, POLICY, user -> Optional.of(devices.deviceList(actor, user)), now());
        store.commit(reception.unit());
        if (reception instanceof Reception.Accepted accepted) {
            return accepted.message().content();
        }
        throw new AssertionError("not accepted: " + reception);
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    static ByteString wire(Bytes bytes) {
        return ByteString.copyFrom(bytes.toArray());
    }
}
