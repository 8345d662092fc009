/** The archive that is handed out. Rule: look at the files themselves, never at what built them. */
@NullMarked
package org.mayfly.system.archive;

import org.jspecify.annotations.NullMarked;
