/** The store's ports in memory, for tests: same order of effects, nothing survives the process. */
@NullMarked
package org.mayfly.protocol.client.store.memory;

import org.jspecify.annotations.NullMarked;
