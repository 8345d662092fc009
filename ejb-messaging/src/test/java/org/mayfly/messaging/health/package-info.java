/** Tests of the package. */
@NullMarked
package org.mayfly.messaging.health;

import org.jspecify.annotations.NullMarked;
