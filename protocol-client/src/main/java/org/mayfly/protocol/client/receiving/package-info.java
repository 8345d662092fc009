/** Receiving: the numbered checks. Rule: each check is a type that only the check before makes, so none can be skipped. */
@NullMarked
package org.mayfly.protocol.client.receiving;

import org.jspecify.annotations.NullMarked;
