package org.mayfly.protocol.client.store;

import org.mayfly.protocol.value.Bytes;

import java.time.Instant;

/**
 * A device list that was in force once: what a message sealed before its successor was known may still name.
 *
 * @param hash SHA-512 of the encoded DeviceList
 * @param replacedAt when this device learnt of the successor, by its own clock
 */
public record ReplacedList(long version, Bytes hash, Instant replacedAt) {}
