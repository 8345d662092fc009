/** Makes the first system administrator from the one-time set-up link. */
@NullMarked
package org.mayfly.admin.setup;

import org.jspecify.annotations.NullMarked;
