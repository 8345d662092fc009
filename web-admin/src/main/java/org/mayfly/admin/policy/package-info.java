/** The ephemerality policy of a network, drawn on a time scale and said as users will read it. */
@NullMarked
package org.mayfly.admin.policy;

import org.jspecify.annotations.NullMarked;
