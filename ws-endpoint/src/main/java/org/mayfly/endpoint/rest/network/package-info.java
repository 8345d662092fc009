/** Networks, for administrators. */
@NullMarked
package org.mayfly.endpoint.rest.network;

import org.jspecify.annotations.NullMarked;
