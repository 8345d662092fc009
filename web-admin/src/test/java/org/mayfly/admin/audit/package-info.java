/** Tests of the package. */
@NullMarked
package org.mayfly.admin.audit;

import org.jspecify.annotations.NullMarked;
