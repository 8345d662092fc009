package org.mayfly.protocol.verification;

import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.NetworkId;

/**
 * Whom a prekey batch must belong to.
 *
 * @param identityFingerprint SHA-512 of the user's IK
 * @param signingKey the device's DSK
 */
public record DeviceIdentity(
        NetworkId network, DeviceAddress address, Bytes identityFingerprint, P521PublicKey signingKey) {}
