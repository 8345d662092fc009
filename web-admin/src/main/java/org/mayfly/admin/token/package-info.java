/** API tokens: made, shown once, revoked. */
@NullMarked
package org.mayfly.admin.token;

import org.jspecify.annotations.NullMarked;
