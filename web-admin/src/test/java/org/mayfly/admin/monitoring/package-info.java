/** Tests of the package. */
@NullMarked
package org.mayfly.admin.monitoring;

import org.jspecify.annotations.NullMarked;
