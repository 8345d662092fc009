/**
 * The socket of docs/protocol.md as this device's side sees it: log-in, requests matched to answers, heartbeat. Keeps
 * nothing; what arrives goes to a listener, in order.
 */
@NullMarked
package org.mayfly.client.connection;

import org.jspecify.annotations.NullMarked;
