package org.mayfly.protocol.client;

import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.wire.UploadPrekeys;

/** Fresh one-time keys: commit the unit, then upload. */
public record Replenishment(UploadPrekeys upload, UnitOfWork unit) {}
