/** The same closed loop of messages against several servers, side by side: one thread drives every connection, so the client costs each the same. */
@NullMarked
package org.mayfly.bench.peers;

import org.jspecify.annotations.NullMarked;
