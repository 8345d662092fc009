/** The ports in memory: simple, honest and slow to nobody. */
@NullMarked
package org.mayfly.endpoint.fakes;

import org.jspecify.annotations.NullMarked;
