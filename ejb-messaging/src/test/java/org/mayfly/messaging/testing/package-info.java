/** A server without a container: the real beans, the real database, a clock that can be moved. */
@NullMarked
package org.mayfly.messaging.testing;

import org.jspecify.annotations.NullMarked;
