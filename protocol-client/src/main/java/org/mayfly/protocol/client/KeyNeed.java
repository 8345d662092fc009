package org.mayfly.protocol.client;

import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.wire.PrekeyType;

/** A one-time key of this type of this device is wanted for a message. */
public record KeyNeed(DeviceAddress device, PrekeyType type) {}
