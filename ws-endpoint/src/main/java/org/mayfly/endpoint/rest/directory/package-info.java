/** Finding colleagues and their device lists. */
@NullMarked
package org.mayfly.endpoint.rest.directory;

import org.jspecify.annotations.NullMarked;
