/** The socket: frames in, frames out. No database, no decision: those are behind the ports. */
@NullMarked
package org.mayfly.endpoint.delivery;

import org.jspecify.annotations.NullMarked;
