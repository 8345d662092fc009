/** Sealing: message key, header, payload, wraps, tree, signature, in the order of docs/protocol.md. */
@NullMarked
package org.mayfly.protocol.client.envelope;

import org.jspecify.annotations.NullMarked;
