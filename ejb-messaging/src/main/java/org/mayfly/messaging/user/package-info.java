/** Users of a network: invited, enrolled, suspended. */
@NullMarked
package org.mayfly.messaging.user;

import org.jspecify.annotations.NullMarked;
