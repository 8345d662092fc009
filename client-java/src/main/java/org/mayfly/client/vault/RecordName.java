package org.mayfly.client.vault;

import org.mayfly.protocol.value.Bytes;

/**
 * What a record is found by. Sealed with the record: a name may be an id.
 *
 * @param shelf the kind of record, 0 to 255
 */
record RecordName(int shelf, Bytes key) {}
