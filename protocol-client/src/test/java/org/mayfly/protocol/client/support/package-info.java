/** Test support: two people and a relay between them, all in memory. */
@NullMarked
package org.mayfly.protocol.client.support;

import org.jspecify.annotations.NullMarked;
