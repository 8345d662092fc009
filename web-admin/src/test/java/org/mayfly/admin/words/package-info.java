/** Tests of the package. */
@NullMarked
package org.mayfly.admin.words;

import org.jspecify.annotations.NullMarked;
