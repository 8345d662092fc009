package org.mayfly.protocol.value;

/** One device of one user. */
public record DeviceAddress(UserId user, DeviceId device) {}
