/** The only place that asks what time it is: everything else gets a {@link java.time.Clock}. */
@NullMarked
package org.mayfly.messaging.time;

import org.jspecify.annotations.NullMarked;
