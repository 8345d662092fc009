/** Values both sides name things with: checked when made, compared by content, without behaviour beyond themselves. */
@NullMarked
package org.mayfly.protocol.value;

import org.jspecify.annotations.NullMarked;
