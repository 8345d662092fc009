/** The ephemerality policy of a network: what users may compose under. */
@NullMarked
package org.mayfly.messaging.policy;

import org.jspecify.annotations.NullMarked;
