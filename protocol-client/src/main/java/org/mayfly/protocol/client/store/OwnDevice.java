package org.mayfly.protocol.client.store;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who this device is.
 *
 * @param signedList the own device list it was enrolled with: an encoded SignedDeviceList
 * @param signingKey the DSK's public part, 133 bytes
 * @param signingSlot holds the DSK's private part, 66 bytes
 * @param nameSlot holds the key that the names of the user's devices are sealed under, 32 bytes; none in a store of a
 *     version that knew no names
 */
public record OwnDevice(
        NetworkId network,
        UserId user,
        DeviceId device,
        Bytes signedList,
        Bytes signingKey,
        Slot signingSlot,
        Optional<Slot> nameSlot) {

    /** Of its secrets. */
    public Stream<Slot> slots() {
        return Stream.concat(Stream.of(signingSlot), nameSlot.stream());
    }
}
