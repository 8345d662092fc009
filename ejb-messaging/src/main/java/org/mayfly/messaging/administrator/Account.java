package org.mayfly.messaging.administrator;

import org.mayfly.protocol.value.Bytes;

import java.util.UUID;

/**
 * An administrator as stored.
 *
 * @param totpLastStep time step of the newest code used
 */
record Account(UUID id, String name, String nameKey, PasswordHash password, Bytes totpSealed, long totpLastStep) {}
