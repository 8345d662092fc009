/** Tests of the whole, from outside: the archive of this build, unpacked and started as an operator would. */
@NullMarked
package org.mayfly.system;

import org.jspecify.annotations.NullMarked;
