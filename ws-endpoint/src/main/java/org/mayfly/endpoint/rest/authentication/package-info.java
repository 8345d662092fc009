/** From an Authorization header to an actor. */
@NullMarked
package org.mayfly.endpoint.rest.authentication;

import org.jspecify.annotations.NullMarked;
