package org.mayfly.protocol.client;

import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.util.Optional;

/** Where the newest device list of a user comes from: the server, whose answer is verified like any other. May block. */
@FunctionalInterface
public interface DeviceDirectory {

    /** Empty where the server knows no such user; unchecked exceptions pass through the operation that asked. */
    Optional<SignedDeviceList> deviceList(UserId user);
}
