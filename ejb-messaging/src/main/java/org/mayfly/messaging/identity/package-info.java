/** Administrators end identities. What was of the former one is gone in the transaction that invites anew. */
@NullMarked
package org.mayfly.messaging.identity;

import org.jspecify.annotations.NullMarked;
