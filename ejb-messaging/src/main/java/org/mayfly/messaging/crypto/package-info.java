/** Random bytes, hashes and the server's own secrets. Nothing here can open an envelope. */
@NullMarked
package org.mayfly.messaging.crypto;

import org.jspecify.annotations.NullMarked;
