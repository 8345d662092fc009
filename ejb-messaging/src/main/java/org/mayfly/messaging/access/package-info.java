/** Who acts and what they may do: one permission table, checked in every business method. */
@NullMarked
package org.mayfly.messaging.access;

import org.jspecify.annotations.NullMarked;
