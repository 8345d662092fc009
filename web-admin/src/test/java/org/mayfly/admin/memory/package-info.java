/** The ports in memory, for tests of the pages: they keep the refusals of their contracts, not their durability. */
@NullMarked
package org.mayfly.admin.memory;

import org.jspecify.annotations.NullMarked;
