package org.mayfly.client.store;

import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.value.Bytes;

/** The application keeps a record, in the same step as the protocol's changes. */
public record Keep(Shelf shelf, Bytes key, Bytes value) implements Change.Application {}
