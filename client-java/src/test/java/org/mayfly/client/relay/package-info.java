/** A server in this process: what docs/api.md and the socket's schema say, in memory, with faults on demand. */
@NullMarked
package org.mayfly.client.relay;

import org.jspecify.annotations.NullMarked;
