package org.mayfly.protocol.client.store;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.UserId;

import java.util.Optional;

/**
 * The device list this device goes by for a user. It was verified before it came here.
 *
 * @param signedList encoded SignedDeviceList
 * @param openChange a verified list under another identity key, on which the person has not decided
 */
public record PinnedList(UserId user, Bytes signedList, Optional<Bytes> openChange) {}
