/** Tests of the package. */
@NullMarked
package org.mayfly.admin.setup;

import org.jspecify.annotations.NullMarked;
