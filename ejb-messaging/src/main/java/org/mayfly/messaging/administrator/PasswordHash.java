package org.mayfly.messaging.administrator;

import org.mayfly.protocol.value.Bytes;

/**
 * A stored password.
 *
 * @param salt 16 random bytes
 * @param hash 32 bytes
 * @param rule the parameters it was made with
 */
record PasswordHash(Bytes salt, Bytes hash, String rule) {}
