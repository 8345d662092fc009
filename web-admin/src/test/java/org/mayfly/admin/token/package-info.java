/** Tests of the package. */
@NullMarked
package org.mayfly.admin.token;

import org.jspecify.annotations.NullMarked;
