package org.mayfly.protocol.client.store;

import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;

import java.time.Instant;

/**
 * This device asked another for a text whose envelope it had no key for: once is enough.
 *
 * @param envelope the message id in its header
 * @param forgetAt the envelope is discarded by then, and the device may be asked as often as ever
 */
public record AskedAgain(DeviceAddress device, MessageId envelope, Instant at, Instant forgetAt) {}
