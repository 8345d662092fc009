/** Mayfly, by the Java client's own code but for the socket: enrolment, log-in, sealing, frames, acknowledgements. */
@NullMarked
package org.mayfly.bench.peers.mayfly;

import org.jspecify.annotations.NullMarked;
