/** Tests of the package. */
@NullMarked
package org.mayfly.messaging.signal;

import org.jspecify.annotations.NullMarked;
