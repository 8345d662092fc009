/** Tests of the package. */
@NullMarked
package org.mayfly.admin.policy;

import org.jspecify.annotations.NullMarked;
