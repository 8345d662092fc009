/** What clients send on a socket, before the container sees it: their masks are taken off here, at once for many bytes. */
@NullMarked
package org.mayfly.endpoint.frames;

import org.jspecify.annotations.NullMarked;
