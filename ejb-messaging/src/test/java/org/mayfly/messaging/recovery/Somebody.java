package org.mayfly.messaging.recovery;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.bundle.Bundle;
import org.mayfly.messaging.bundle.FirstBundles;
import org.mayfly.messaging.bundle.Seeds;
import org.mayfly.messaging.recovery.ReturnedAccount.ListOffer;
import org.mayfly.messaging.testing.Relay;
import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.oprf.OprfInput;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.signed.SignedInput.Returning;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Optional;

/** A person with one device, a bundle for the passphrase and one for the recovery key, each of random bytes. */
public final class Somebody {

    public static final Actor.Anonymous NOBODY = new Actor.Anonymous();
    private static final CryptoProvider CRYPTO = CryptoProvider.preferred();
    private static final RandomSource RANDOM = RandomSource.of(CRYPTO);

    public final Relay relay;
    public final String name;
    public final TestDevice device;
    public final KeyPair passphraseKey;
    public final KeyPair recoveryKeyKey;

    private Somebody(Relay relay, String name, TestDevice device, KeyPair passphraseKey, KeyPair recoveryKeyKey) {
        this.relay = relay;
        this.name = name;
        this.device = device;
        this.passphraseKey = passphraseKey;
        this.recoveryKeyKey = recoveryKeyKey;
    }

    /** The same person, at the server after its restart. */
    public Somebody at(Relay restarted) {
        return new Somebody(restarted, name, device, passphraseKey, recoveryKeyKey);
    }

    public static Somebody enrolled(Relay relay, String name) {
        var invited = relay.invite(name);
        var person = new Somebody(relay, name, relay.device(invited), keys(), keys());
        var first = new FirstBundles(
                person.bundle(Way.PASSPHRASE, person.passphraseKey),
                Optional.of(person.bundle(Way.RECOVERY_KEY, person.recoveryKeyKey)));
        relay.devices.enrol(
                NOBODY,
                invited.code(),
                person.device.list(),
                person.device.firstPrekeys(Relay.FIRST_PREKEYS, relay.now()),
                first);
        return person;
    }

    public static KeyPair keys() {
        return CRYPTO.p521KeyPairs(RANDOM.secureRandom()).generateKeyPair();
    }

    public Bundle bundle(Way way, KeyPair logInKey) {
        return Bundle.parse(
                TestDevice.random(94),
                P521PublicKey.of(logInKey.getPublic()).encoded(),
                way == Way.PASSPHRASE
                        ? Optional.of(relay.server.get(Seeds.class).newest().id())
                        : Optional.empty());
    }

    public static OprfInput input(String passphrase) {
        return OprfInput.blind(SecretBytes.takeOver(passphrase.getBytes(StandardCharsets.UTF_8)), RANDOM);
    }

    public Recovery recovery() {
        return relay.server.get(Recovery.class);
    }

    public ReturnedAccount account() {
        return relay.server.get(ReturnedAccount.class);
    }

    /** With no device at hand. */
    public void put(Actor.Returned actor, Way way, long version, Bundle bundle) {
        account().put(actor, Optional.empty(), new ReturnedAccount.Replacement(way, version, bundle));
    }

    public Recovery.AccountNames names() {
        return new Recovery.AccountNames("Acme", name);
    }

    public Bytes challenge() {
        return recovery().evaluate(NOBODY, names(), Optional.empty()).challenge();
    }

    public Recovery.LogIn logIn(Returning who, Bytes challenge, KeyPair key, Instant time) {
        var input = SignedInput.recovery(relay.devices.serverName(), new Sha512(CRYPTO).hash(challenge), who, time);
        return new Recovery.LogIn(
                who, challenge, time, Bytes.of(TestDevice.sign(key, input).toByteArray()));
    }

    public Recovery.Account comeBack(Way way) {
        var key = way == Way.PASSPHRASE ? passphraseKey : recoveryKeyKey;
        return recovery().logIn(NOBODY, logIn(new Returning("Acme", name, way), challenge(), key, relay.now()));
    }

    public Actor.Returned back(Way way) {
        return recovery().authenticate(comeBack(way).token().toBase64Url());
    }

    public SignedDeviceList newest() {
        return relay.devices.deviceList(device.actor(), device.address.user());
    }

    public static ListOffer offer(SignedDeviceList list) {
        return new ListOffer(
                Bytes.of(list.getList().toByteArray()),
                Bytes.of(list.getSignature().toByteArray()));
    }
}
