/** Records to JSON and back, strictly: what a record does not name is refused. */
@NullMarked
package org.mayfly.endpoint.rest.json;

import org.jspecify.annotations.NullMarked;
