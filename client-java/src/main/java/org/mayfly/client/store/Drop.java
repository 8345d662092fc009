package org.mayfly.client.store;

import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.value.Bytes;

/** The application erases a record, in the same step as the protocol's changes. */
public record Drop(Shelf shelf, Bytes key) implements Change.Application {}
