/** Users of a network, for administrators. */
@NullMarked
package org.mayfly.endpoint.rest.user;

import org.jspecify.annotations.NullMarked;
