/**
 * The protocol's store ports on a vault: one unit of work is one step of the vault. Secrets, records and what the
 * application keeps become durable, or are erased, together.
 */
@NullMarked
package org.mayfly.client.store;

import org.jspecify.annotations.NullMarked;
