package org.mayfly.protocol.verification;

import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.DeviceList;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.util.List;
import java.util.Optional;

/** A device list whose signatures were verified. Only {@link DeviceListVerification} makes one. Immutable. */
public final class VerifiedDeviceList {

    private final SignedDeviceList signed;
    private final DeviceList list;
    private final UserId user;
    private final Keys keys;
    private final List<VerifiedDevice> devices;

    /** The identity key with its fingerprint, and the list's hash. */
    record Keys(P521PublicKey identityKey, Bytes identityFingerprint, Bytes listHash) {}

    VerifiedDeviceList(SignedDeviceList signed, DeviceList list, UserId user, Keys keys, List<VerifiedDevice> devices) {
        this.signed = signed;
        this.list = list;
        this.user = user;
        this.keys = keys;
        this.devices = List.copyOf(devices);
    }

    public UserId user() {
        return user;
    }

    /** From 1. */
    public long version() {
        return list.getVersion();
    }

    public P521PublicKey identityKey() {
        return keys.identityKey();
    }

    /** SHA-512 of the IK. */
    public Bytes identityFingerprint() {
        return keys.identityFingerprint();
    }

    /** SHA-512 of the encoded DeviceList. */
    public Bytes hash() {
        return keys.listHash();
    }

    /** Hash of the preceding version; empty in version 1. */
    public Bytes previous() {
        return Bytes.of(list.getPrevious().toByteArray());
    }

    /** Ascending by device. */
    public List<VerifiedDevice> devices() {
        return devices;
    }

    public Optional<VerifiedDevice> device(DeviceId id) {
        return devices.stream().filter(device -> device.device().equals(id)).findFirst();
    }

    /** What prekey batches of one of the devices are verified against. */
    public Optional<DeviceIdentity> identityOf(NetworkId network, DeviceId id) {
        return device(id)
                .map(device -> new DeviceIdentity(
                        network, new DeviceAddress(user, id), identityFingerprint(), device.signingKey()));
    }

    public SignedDeviceList signed() {
        return signed;
    }

    /** How a newer list of the same user relates to this one. */
    public Continuation continuation(VerifiedDeviceList next) {
        if (!next.user.equals(user)) {
            return Continuation.BROKEN;
        }
        if (!next.identityKey().equals(identityKey())) {
            return Continuation.IDENTITY_CHANGED;
        }
        if (next.hash().equals(hash())) {
            return Continuation.SAME;
        }
        var continues = next.version() == version() + 1 && next.previous().equals(hash()) && next.keepsEntriesOf(this);
        return continues ? Continuation.NEXT : Continuation.BROKEN;
    }

    /** Devices come and go; one that stays has the key and the age it had. */
    private boolean keepsEntriesOf(VerifiedDeviceList before) {
        return devices.stream()
                .allMatch(device -> before.device(device.device()).stream()
                        .allMatch(earlier -> earlier.signingKey().equals(device.signingKey())
                                && earlier.created().equals(device.created())));
    }

    public enum Continuation {
        SAME,
        NEXT,
        /** Signed by another identity key. */
        IDENTITY_CHANGED,
        /** Older, a fork, a gap, somebody else's, or one that gives a device that stays another key or age. */
        BROKEN
    }
}
