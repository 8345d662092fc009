/** Coming back with a passphrase or a recovery key: no answer says whether an account exists. */
@NullMarked
package org.mayfly.messaging.recovery;

import org.jspecify.annotations.NullMarked;
