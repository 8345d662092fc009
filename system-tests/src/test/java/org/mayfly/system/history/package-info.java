/** Judges what was sent, acknowledged and delivered under faults. */
@NullMarked
package org.mayfly.system.history;

import org.jspecify.annotations.NullMarked;
