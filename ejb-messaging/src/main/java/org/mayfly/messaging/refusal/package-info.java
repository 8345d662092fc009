/** What a caller must handle: every refusal has a stable code (docs/refusals.md) and changes nothing. */
@NullMarked
package org.mayfly.messaging.refusal;

import org.jspecify.annotations.NullMarked;
