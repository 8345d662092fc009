/** Limits and sizes both sides hold each other to. */
@NullMarked
package org.mayfly.protocol;

import org.jspecify.annotations.NullMarked;
