/** Reads what administrators did. */
@NullMarked
package org.mayfly.admin.audit;

import org.jspecify.annotations.NullMarked;
