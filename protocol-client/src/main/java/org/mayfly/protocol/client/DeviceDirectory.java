package org.mayfly.protocol.client;

import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Where device lists come from: the server, whose answers are verified like any other. May block; unchecked exceptions pass
 * through the operation that asked.
 */
@FunctionalInterface
public interface DeviceDirectory {

    /** The newest list; empty where the server knows no such user. */
    Optional<SignedDeviceList> deviceList(UserId user);

    /** All versions after this one, ascending. */
    default List<SignedDeviceList> deviceLists(UserId user, long after) {
        return deviceList(user).stream().toList();
    }

    /** The users of the network. */
    default Collection<UserId> users() {
        return List.of();
    }
}
