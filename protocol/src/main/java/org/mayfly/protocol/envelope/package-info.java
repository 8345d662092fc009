/** The outside of an envelope: what the server may read, parsed strictly. Rule: nothing here can open one. */
@NullMarked
package org.mayfly.protocol.envelope;

import org.jspecify.annotations.NullMarked;
