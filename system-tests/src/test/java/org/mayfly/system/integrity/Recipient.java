package org.mayfly.system.integrity;

import org.mayfly.client.store.FileStore;
import org.mayfly.protocol.client.Lifetime;
import org.mayfly.protocol.client.NetworkPolicy;
import org.mayfly.protocol.client.Reception;
import org.mayfly.protocol.client.StoredDevice;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.crypto.Signer;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.SignedDeviceList;
import org.mayfly.system.people.Person;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A person's device, asked what it would do with an envelope. It keeps nothing of it. */
final class Recipient {

    static final CryptoProvider PROVIDER = CryptoProvider.preferred();

    private static final NetworkPolicy POLICY = new NetworkPolicy(new Lifetime(30 * 86_400L, 0), true);

    private Recipient() {}

    static DeviceId device(Person person) {
        return person.withStore(store -> device(store).self().device());
    }

    /** One answer for each envelope, each as if it were the only one. */
    static List<Reception> judges(Person person, List<Deliver> envelopes) {
        return person.withStore(store -> {
            var device = device(store);
            return envelopes.stream()
                    .map(envelope -> device.receive(envelope, POLICY, user -> Optional.empty(), Instant.now()))
                    .toList();
        });
    }

    /** Where the server answers with this list when it is asked for any person's devices. */
    static Reception judges(Person person, Deliver envelope, Optional<SignedDeviceList> answered) {
        return person.withStore(store -> device(store).receive(envelope, POLICY, user -> answered, Instant.now()));
    }

    static Reception judges(Person person, Deliver envelope) {
        return judges(person, List.of(envelope)).get(0);
    }

    /** The public signing key of a person's device. */
    static P521PublicKey signingKey(Person person) {
        return new P521PublicKey(
                person.withStore(store -> store.ownDevice().orElseThrow().signingKey()));
    }

    /** By the person's device, with its own key. */
    static Bytes sign(Person person, SignedInput input) {
        return person.withStore(store -> {
            var own = store.ownDevice().orElseThrow();
            try (var key = new P521KeyPair(
                    new P521PublicKey(own.signingKey()), store.secrets().read(own.signingSlot()))) {
                return new Signer(PROVIDER).sign(key, input);
            }
        });
    }

    private static StoredDevice device(FileStore store) {
        return new StoredDevice(PROVIDER, RandomSource.of(PROVIDER), store);
    }
}
