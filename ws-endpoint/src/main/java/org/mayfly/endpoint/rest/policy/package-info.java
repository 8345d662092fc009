/** The ephemerality policy, for devices and administrators. */
@NullMarked
package org.mayfly.endpoint.rest.policy;

import org.jspecify.annotations.NullMarked;
