/**
 * What a client keeps, as ports: reading is segregated by kind, writing is one atomic unit of work.
 *
 * <p>Rule: secrets stand only in slots of {@link org.mayfly.protocol.client.store.ErasableSecrets}; everything else
 * names the slot.
 */
@NullMarked
package org.mayfly.protocol.client.store;

import org.jspecify.annotations.NullMarked;
