/** What the server can't know and does not keep. Rule: a search that finds nothing stands beside one that finds a control. */
@NullMarked
package org.mayfly.system.privacy;

import org.jspecify.annotations.NullMarked;
