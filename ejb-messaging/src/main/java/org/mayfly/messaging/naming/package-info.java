/** Names that people give: shown as written, compared so that look-alikes are the same. */
@NullMarked
package org.mayfly.messaging.naming;

import org.jspecify.annotations.NullMarked;
