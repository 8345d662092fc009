package org.mayfly.protocol.client.store;

import org.mayfly.protocol.value.Bytes;

/**
 * The newest list that was ever seen of an identity key which is not the pinned one. A list of that key has to be this one or
 * to continue it: else a server could set a person back to an older list by a change of identity and back.
 *
 * @param fingerprint of the identity key
 * @param hash SHA-512 of the encoded DeviceList
 */
public record SeenIdentity(Bytes fingerprint, long version, Bytes hash) {}
