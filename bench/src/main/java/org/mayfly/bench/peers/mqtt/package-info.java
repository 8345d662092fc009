/** MQTT 3.1.1 with QoS 1 and persistent sessions. */
@NullMarked
package org.mayfly.bench.peers.mqtt;

import org.jspecify.annotations.NullMarked;
