/** The chain of an ordered pair of devices: docs/protocol.md, "Link". Rule: a chain key gives one psk and one successor and is erased. */
@NullMarked
package org.mayfly.protocol.client.link;

import org.jspecify.annotations.NullMarked;
