package org.mayfly.protocol.verification;

import org.mayfly.protocol.Limits;
import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.codec.Field;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.signed.Signatures;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.DeviceClass;
import org.mayfly.protocol.wire.DeviceList;
import org.mayfly.protocol.wire.ListedDevice;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.util.ArrayList;
import java.util.List;

/**
 * Verifies device lists: encoding, order, the identity key's signature and every device's proof of possession.
 *
 * <p>Whether a list continues an earlier one is {@link VerifiedDeviceList#continuation}. Thread-safe.
 */
public final class DeviceListVerification {

    private final Signatures signatures;
    private final Sha512 hash;

    public DeviceListVerification(CryptoProvider provider) {
        this.signatures = new Signatures(provider);
        this.hash = new Sha512(provider);
    }

    /** The list of this user in this network: MALFORMED, WRONG_OWNER or INVALID_SIGNATURE otherwise. */
    public Verification<VerifiedDeviceList> verify(NetworkId network, UserId expected, SignedDeviceList signed) {
        try {
            var list = parse(signed);
            if (!list.user().equals(expected)) {
                return Verification.refused(Fault.WRONG_OWNER);
            }
            return isSigned(network, list)
                    ? Verification.verified(list)
                    : Verification.refused(Fault.INVALID_SIGNATURE);
        } catch (MalformedException malformed) {
            return Verification.refused(Fault.MALFORMED);
        }
    }

    /**
     * Reads a list that was verified before it was stored; signatures are not checked again.
     *
     * @throws IllegalStateException if the stored bytes are no device list: the store is damaged
     */
    public VerifiedDeviceList reread(Bytes verifiedBefore) {
        try {
            return parse(Canonical.parse(SignedDeviceList.parser(), verifiedBefore));
        } catch (MalformedException damaged) {
            throw new IllegalStateException("a stored device list is damaged", damaged);
        }
    }

    private VerifiedDeviceList parse(SignedDeviceList signed) throws MalformedException {
        var identityKey = P521PublicKey.parse(Field.bytes(signed.getIdentityKey(), Sizes.P521_KEY));
        Field.bytes(signed.getSignature(), Sizes.SIGNATURE);
        var list = Canonical.parse(DeviceList.parser(), signed.getList());
        Field.require(list.getVersion() >= 1, "versions start at 1");
        Field.require(
                list.getDevicesCount() >= 1 && list.getDevicesCount() <= Limits.DEVICES_PER_USER,
                "a list has 1 to 16 devices");
        if (list.getVersion() == 1) {
            Field.absent(list.getPrevious());
            Field.require(list.getDevicesCount() == 1, "the first list has one device");
        } else {
            Field.bytes(list.getPrevious(), Sizes.HASH);
        }
        var keys = new VerifiedDeviceList.Keys(
                identityKey,
                hash.fingerprint(identityKey),
                hash.hash(Bytes.of(signed.getList().toByteArray())));
        return new VerifiedDeviceList(signed, list, Field.user(list.getUser()), keys, devices(list));
    }

    private List<VerifiedDevice> devices(DeviceList list) throws MalformedException {
        var devices = new ArrayList<VerifiedDevice>();
        for (var listed : list.getDevicesList()) {
            var device = device(listed);
            var ascending = devices.isEmpty()
                    || devices.get(devices.size() - 1).device().compareTo(device.device()) < 0;
            Field.require(ascending, "devices ascend and are unique");
            devices.add(device);
        }
        return devices;
    }

    private VerifiedDevice device(ListedDevice listed) throws MalformedException {
        var signingKey = P521PublicKey.parse(Field.bytes(listed.getSigningKey(), Sizes.P521_KEY));
        Field.bytes(listed.getEnrolSignature(), Sizes.SIGNATURE);
        var known = listed.getDeviceClass() == DeviceClass.DEVICE_CLASS_WEB
                || listed.getDeviceClass() == DeviceClass.DEVICE_CLASS_NATIVE;
        Field.require(known, "a device is web or native");
        var suites = listed.getSuitesList();
        Field.require(
                !suites.isEmpty() && suites.size() <= Limits.SUITES_PER_DEVICE, "a device accepts 1 to 16 suites");
        for (int i = 0; i < suites.size(); i++) {
            Field.require(suites.get(i) > (i == 0 ? 0 : suites.get(i - 1)), "suites ascend");
            Field.require(suites.get(i) <= 0xffff, "suites have two bytes");
        }
        return new VerifiedDevice(
                DeviceId.of(Field.bytes(listed.getDevice(), Sizes.ID).toArray()),
                signingKey,
                hash.fingerprint(signingKey),
                listed.getDeviceClass(),
                suites,
                Field.time(listed.getCreated()));
    }

    private boolean isSigned(NetworkId network, VerifiedDeviceList list) {
        var signed = list.signed();
        var input = SignedInput.deviceList(network, Bytes.of(signed.getList().toByteArray()));
        return signatures.verify(
                        list.identityKey(),
                        input,
                        Bytes.of(signed.getSignature().toByteArray()))
                && everyDeviceProved(network, list);
    }

    private boolean everyDeviceProved(NetworkId network, VerifiedDeviceList list) {
        try {
            var wire = Canonical.parse(DeviceList.parser(), list.signed().getList());
            for (int i = 0; i < list.devices().size(); i++) {
                var device = list.devices().get(i);
                var input = SignedInput.enrol(network, list.user(), list.identityKey(), device.device());
                var proof = Bytes.of(wire.getDevices(i).getEnrolSignature().toByteArray());
                if (!signatures.verify(device.signingKey(), input, proof)) {
                    return false;
                }
            }
            return true;
        } catch (MalformedException impossible) {
            return false;
        }
    }
}
