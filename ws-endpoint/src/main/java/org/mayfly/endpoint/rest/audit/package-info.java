/** What administrators did, for administrators. */
@NullMarked
package org.mayfly.endpoint.rest.audit;

import org.jspecify.annotations.NullMarked;
