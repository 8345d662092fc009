package org.mayfly.protocol.client.store;

import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.PrekeyId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One-time keys: the own private ones, and which of other devices' were used. */
public interface PrekeyStore {

    /** Empty if it was used, erased, or never ours. */
    Optional<HeldPrekey> heldPrekey(PrekeyId id);

    List<HeldPrekey> prekeysToErase(Instant now);

    /** The keys given to a device that neither were used nor have expired. */
    List<GivenKey> givenKeys(DeviceAddress to, Instant now);

    /** What a device gave this one, unused and not expired, the first to expire first. */
    List<ReceivedKey> receivedKeys(DeviceAddress from, Instant now);

    boolean wasUsed(DeviceAddress owner, PrekeyId id);

    /** When the newest batch of that pool was made, of those this device used keys of. */
    Optional<Instant> newestBatch(UsedPrekey.Pool pool);
}
