package org.mayfly.protocol.client;

import com.google.protobuf.ByteString;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.crypto.Signer;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.verification.VerifiedDeviceList;
import org.mayfly.protocol.wire.DeviceList;
import org.mayfly.protocol.wire.ListedDevice;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Makes and signs a user's device lists. The identity key's private part stays the caller's to erase. */
public final class OwnLists {

    private final CryptoProvider provider;
    private final NetworkId network;

    public OwnLists(CryptoProvider provider, NetworkId network) {
        this.provider = provider;
        this.network = network;
    }

    /** Version 1. */
    SignedDeviceList first(UserId user, ListedDevice device, P521KeyPair identity) {
        var list = DeviceList.newBuilder()
                .setUser(wire(user.value()))
                .setVersion(1)
                .addDevices(device)
                .build();
        return signed(list, identity);
    }

    /** The next version, with one device more. */
    SignedDeviceList with(VerifiedDeviceList current, ListedDevice added, P521KeyPair identity) {
        var devices = new ArrayList<>(entries(current));
        devices.add(added);
        devices.sort(Comparator.comparing(device -> Bytes.of(device.getDevice().toByteArray())));
        return next(current, devices, identity);
    }

    /**
     * The next version, without these devices.
     *
     * @throws IllegalArgumentException if none would stay
     */
    public SignedDeviceList without(VerifiedDeviceList current, Set<DeviceId> removed, P521KeyPair identity) {
        var kept = entries(current).stream()
                .filter(entry -> !removed.contains(DeviceId.of(entry.getDevice().toByteArray())))
                .toList();
        if (kept.isEmpty()) {
            throw new IllegalArgumentException("one device stays");
        }
        return next(current, kept, identity);
    }

    private SignedDeviceList next(VerifiedDeviceList current, List<ListedDevice> devices, P521KeyPair identity) {
        var list = DeviceList.newBuilder()
                .setUser(wire(current.user().value()))
                .setVersion(current.version() + 1)
                .setPrevious(wire(current.hash()))
                .addAllDevices(devices)
                .build();
        return signed(list, identity);
    }

    /** As they are encoded: who stays keeps the entry to the letter. */
    private static List<ListedDevice> entries(VerifiedDeviceList list) {
        try {
            return Canonical.parse(DeviceList.parser(), list.signed().getList()).getDevicesList();
        } catch (MalformedException impossible) {
            throw new IllegalStateException("a verified list is readable", impossible);
        }
    }

    private SignedDeviceList signed(DeviceList list, P521KeyPair identity) {
        var encoded = Canonical.encode(list);
        var signature = new Signer(provider).sign(identity, SignedInput.deviceList(network, encoded));
        return SignedDeviceList.newBuilder()
                .setIdentityKey(wire(identity.publicKey().encoded()))
                .setList(wire(encoded))
                .setSignature(wire(signature))
                .build();
    }

    private static ByteString wire(Bytes bytes) {
        return ByteString.copyFrom(bytes.toArray());
    }
}
