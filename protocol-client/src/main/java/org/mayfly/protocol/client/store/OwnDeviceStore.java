package org.mayfly.protocol.client.store;

import java.util.Optional;

/** The device's own identity. */
public interface OwnDeviceStore {

    /** Empty before enrolment. */
    Optional<OwnDevice> ownDevice();

    /** How often this store logged in; grows before each log-in. 0 in a new store. */
    long generation();

    /** The last counter this device gave to an envelope; 0 in a new store. */
    long lastCounter();
}
