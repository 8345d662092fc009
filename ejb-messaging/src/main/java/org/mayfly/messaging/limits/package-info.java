/** How often something may be done, per account and per source. */
@NullMarked
package org.mayfly.messaging.limits;

import org.jspecify.annotations.NullMarked;
