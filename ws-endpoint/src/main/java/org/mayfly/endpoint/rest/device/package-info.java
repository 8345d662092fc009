/** A user's own devices: seen, named, approved. */
@NullMarked
package org.mayfly.endpoint.rest.device;

import org.jspecify.annotations.NullMarked;
