package org.mayfly.protocol.client;

import com.google.protobuf.ByteString;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.client.ListAcceptance.Verdict;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.crypto.Signer;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.client.support.Providers;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.DeviceClass;
import org.mayfly.protocol.wire.DeviceList;
import org.mayfly.protocol.wire.ListedDevice;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A device list does not contain the identity key, and whoever chooses a device's key can make one signature under an
 * enrolment that holds for two identities. So one list can be signed under both, and is still two.
 */
class TwoIdentitiesTest {

    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp521r1");
    private static final BigInteger ORDER = CURVE.getN();
    private static final int SCALAR = 66;

    private record Proof(P521PublicKey signingKey, Bytes signature) {}

    @ParameterizedTest
    @MethodSource(Providers.EVERY)
    void a_list_under_one_identity_does_not_lead_to_the_same_list_under_another(CryptoProvider provider) {
        var random = RandomSource.of(provider);
        var alice = new Party(provider, new NetworkId(random.bytes(16)));
        var user = new UserId(random.bytes(16));
        var device = new DeviceId(random.bytes(16));
        try (var first = P521KeyPair.generate(provider, random);
                var second = P521KeyPair.generate(provider, random)) {
            var proof = provingFor(
                    SignedInput.enrol(alice.network, user, first.publicKey(), device),
                    SignedInput.enrol(alice.network, user, second.publicKey(), device),
                    provider,
                    random);
            var one = list(user, 1, Bytes.empty(), entry(device, proof));
            var two = list(user, 2, new Sha512(provider).hash(Canonical.encode(one)), entry(device, proof));
            var signer = new Signer(provider);
            var chain = List.of(signed(one, first, alice, signer), signed(two, first, alice, signer));
            var other = signed(two, second, alice, signer);

            assertThat(alice.protocol
                            .follow(user, showing(other, chain), Party.NOW)
                            .verdict())
                    .isEqualTo(Verdict.REFUSED);
            assertThat(alice.protocol
                            .follow(user, showing(chain.get(1), chain), Party.NOW)
                            .verdict())
                    .as("control: the chain of the one identity")
                    .isEqualTo(Verdict.PINNED);
            var whole = List.of(signed(one, second, alice, signer), other);
            assertThat(alice.protocol
                            .follow(user, showing(other, whole), Party.NOW)
                            .verdict())
                    .as("control: the chain of the other")
                    .isEqualTo(Verdict.PINNED);
        }
    }

    /** ECDSA takes the points R and −R for the same: a key d = −(h + g) / 2r signs h and g by one signature. */
    private static Proof provingFor(
            SignedInput input, SignedInput other, CryptoProvider provider, RandomSource random) {
        var hash = new Sha512(provider);
        var h = number(hash.hash(input.encoded()));
        var g = number(hash.hash(other.encoded()));
        var nonce = BigIntegers.createRandomInRange(BigInteger.ONE, ORDER, random.secureRandom());
        var r = CURVE.getG()
                .multiply(nonce)
                .normalize()
                .getAffineXCoord()
                .toBigInteger()
                .mod(ORDER);
        var key = h.add(g).negate().multiply(r.shiftLeft(1).modInverse(ORDER)).mod(ORDER);
        var s = nonce.modInverse(ORDER).multiply(h.add(r.multiply(key))).mod(ORDER);
        var point = CURVE.getG().multiply(key).normalize().getEncoded(false);
        var signature = new byte[2 * SCALAR];
        BigIntegers.asUnsignedByteArray(r, signature, 0, SCALAR);
        BigIntegers.asUnsignedByteArray(s, signature, SCALAR, SCALAR);
        return new Proof(new P521PublicKey(Bytes.of(point)), Bytes.of(signature));
    }

    private static BigInteger number(Bytes bytes) {
        return new BigInteger(1, bytes.toArray());
    }

    private static ListedDevice entry(DeviceId device, Proof proof) {
        return ListedDevice.newBuilder()
                .setDevice(wire(device.value()))
                .setSigningKey(wire(proof.signingKey().encoded()))
                .setDeviceClass(DeviceClass.DEVICE_CLASS_NATIVE)
                .addSuites(1)
                .setCreated(Party.NOW.toEpochMilli())
                .setEnrolSignature(wire(proof.signature()))
                .build();
    }

    private static DeviceList list(UserId user, long version, Bytes previous, ListedDevice entry) {
        return DeviceList.newBuilder()
                .setUser(wire(user.value()))
                .setVersion(version)
                .setPrevious(wire(previous))
                .addDevices(entry)
                .build();
    }

    private static SignedDeviceList signed(DeviceList list, P521KeyPair identity, Party viewer, Signer signer) {
        var encoded = Canonical.encode(list);
        return SignedDeviceList.newBuilder()
                .setIdentityKey(wire(identity.publicKey().encoded()))
                .setList(wire(encoded))
                .setSignature(wire(signer.sign(identity, SignedInput.deviceList(viewer.network, encoded))))
                .build();
    }

    private static DeviceDirectory showing(SignedDeviceList newest, List<SignedDeviceList> all) {
        return new DeviceDirectory() {
            @Override
            public Optional<SignedDeviceList> deviceList(UserId user) {
                return Optional.of(newest);
            }

            @Override
            public List<SignedDeviceList> deviceLists(UserId user, long after) {
                return all.subList((int) after, all.size());
            }
        };
    }

    private static ByteString wire(Bytes bytes) {
        return ByteString.copyFrom(bytes.toArray());
    }
}
