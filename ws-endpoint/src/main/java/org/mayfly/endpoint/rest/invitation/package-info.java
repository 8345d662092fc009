/** Opening an invitation. */
@NullMarked
package org.mayfly.endpoint.rest.invitation;

import org.jspecify.annotations.NullMarked;
