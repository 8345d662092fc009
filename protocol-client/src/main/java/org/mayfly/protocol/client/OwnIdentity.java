package org.mayfly.protocol.client;

import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.envelope.WrapBinding;
import org.mayfly.protocol.client.store.ClientStore;
import org.mayfly.protocol.client.store.OwnDevice;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.verification.DeviceIdentity;
import org.mayfly.protocol.verification.VerifiedDevice;
import org.mayfly.protocol.verification.VerifiedDeviceList;

/**
 * Who this device is, with its list.
 *
 * @param device as stored
 * @param list the own one
 */
public record OwnIdentity(OwnDevice device, VerifiedDeviceList list) {

    public NetworkId network() {
        return device.network();
    }

    public DeviceAddress address() {
        return new DeviceAddress(device.user(), device.device());
    }

    public DeviceIdentity deviceIdentity() {
        return list.identityOf(network(), device.device()).orElseThrow();
    }

    public VerifiedDevice listedDevice() {
        return list.device(device.device()).orElseThrow();
    }

    /** What wraps to this device are bound to. */
    public WrapBinding binding() {
        return new WrapBinding(address(), list.identityKey(), listedDevice().signingKey());
    }

    /** A copy of the signing key, to be closed. */
    public P521KeyPair signingKey(ClientStore store) {
        return new P521KeyPair(
                new P521PublicKey(device.signingKey()), store.secrets().read(device.signingSlot()));
    }
}
