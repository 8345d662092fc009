/** Tests of the package. */
@NullMarked
package org.mayfly.admin.signin;

import org.jspecify.annotations.NullMarked;
