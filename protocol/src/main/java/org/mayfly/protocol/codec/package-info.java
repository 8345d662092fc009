/** Canonical encoding. Rule: one message has one encoding; whatever re-encodes to other bytes is refused. */
@NullMarked
package org.mayfly.protocol.codec;

import org.jspecify.annotations.NullMarked;
