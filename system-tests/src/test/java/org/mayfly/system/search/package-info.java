/** Finds byte strings where they must not be, in every form they could hide in. */
@NullMarked
package org.mayfly.system.search;

import org.jspecify.annotations.NullMarked;
