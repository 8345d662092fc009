/**
 * Tests that run inside the server: the release's enterprise archive with one more web archive, this package, in it.
 * They call the beans as the transports do, with the container's transactions, injection and timers around them. What
 * runs inside sees nothing of this module but this package.
 */
@NullMarked
package org.mayfly.system.container;

import org.jspecify.annotations.NullMarked;
