package org.mayfly.protocol.client.store;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.UserId;

import java.util.List;
import java.util.Optional;

/** What was received before. */
public interface ReplayStore {

    /** {@link ReplayWindow#EMPTY} for an unknown device. */
    ReplayWindow replayWindow(DeviceAddress sender);

    /** The hash of R8 under which this message was received. */
    Optional<Bytes> seenHash(DeviceAddress sender, MessageId message);

    /** Whether a text of this author with this id was taken in, in any envelope. */
    boolean wasTakenIn(UserId author, MessageId message);

    /** What this device was asked for again. */
    List<AskedAgain> askedAgain(DeviceAddress device);
}
