/** Tokens of operators' tools. */
@NullMarked
package org.mayfly.messaging.apitoken;

import org.jspecify.annotations.NullMarked;
