package org.mayfly.protocol.client;

import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.value.UserId;

/**
 * Messages of a person's devices that did not come. When they were sent, and whether they were texts or receipts, nobody
 * here can know.
 *
 * @param told to be committed with the notice: each is told of once
 */
public record Missing(UserId from, int count, UnitOfWork told) {}
