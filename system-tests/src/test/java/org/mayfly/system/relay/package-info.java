/** The relay's guarantees under absence, drain, expiry and kills, through the SDK and with a look into its database. */
@NullMarked
package org.mayfly.system.relay;

import org.jspecify.annotations.NullMarked;
