/** One-time prekeys: each is handed out once, for ever. */
@NullMarked
package org.mayfly.messaging.prekey;

import org.jspecify.annotations.NullMarked;
