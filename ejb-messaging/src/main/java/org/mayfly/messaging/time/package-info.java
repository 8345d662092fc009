/**
 * The only place that asks what time it is: everything else gets a {@link java.time.Clock}, or an
 * {@link org.mayfly.messaging.time.ElapsedTime} where only the length of a time counts.
 */
@NullMarked
package org.mayfly.messaging.time;

import org.jspecify.annotations.NullMarked;
