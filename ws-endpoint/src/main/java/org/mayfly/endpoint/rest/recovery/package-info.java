/** Coming back with a passphrase or a recovery key, and what can be changed then. */
@NullMarked
package org.mayfly.endpoint.rest.recovery;

import org.jspecify.annotations.NullMarked;
