/** Tests of the package. */
@NullMarked
package org.mayfly.admin.user;

import org.jspecify.annotations.NullMarked;
