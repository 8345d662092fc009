/** What the pages say about the repository is true. */
@NullMarked
package org.mayfly.system.docs;

import org.jspecify.annotations.NullMarked;
