/** Envelopes of live mailboxes, forged as a server could. Rule: each forgery stands beside an acceptance of the true one. */
@NullMarked
package org.mayfly.system.integrity;

import org.jspecify.annotations.NullMarked;
