package org.mayfly.protocol.client.store;

import org.mayfly.protocol.envelope.ChainPlace;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.UserId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Links: the state of ordered pairs of devices, both directions apart. */
public interface LinkStore {

    Optional<SendingLink> sendingLink(DeviceAddress peer);

    /** At most two, highest order first. */
    List<ReceivingEpoch> receivingEpochs(DeviceAddress peer);

    Optional<SkippedKey> skippedKey(DeviceAddress peer, ChainPlace place);

    List<SkippedKey> skippedKeys(DeviceAddress peer);

    List<SkippedKey> skippedKeysToErase(Instant now);

    /** Places of this device's chains that were passed over and not told of. */
    List<Gap> gaps(DeviceAddress peer);

    /** Of all devices. */
    List<Gap> gaps();

    /** All devices of a user with which there is a link of either direction. */
    List<DeviceAddress> linkedDevices(UserId user);
}
