package org.mayfly.protocol.client.store;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

/**
 * Who this device is.
 *
 * @param signedList the own device list: an encoded SignedDeviceList
 * @param signingKey the DSK's public part, 133 bytes
 * @param signingSlot holds the DSK's private part, 66 bytes
 */
public record OwnDevice(
        NetworkId network, UserId user, DeviceId device, Bytes signedList, Bytes signingKey, Slot signingSlot) {}
