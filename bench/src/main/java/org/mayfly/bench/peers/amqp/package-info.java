/** AMQP 0-9-1 with durable queues, persistent messages, publisher confirms and acknowledgements. */
@NullMarked
package org.mayfly.bench.peers.amqp;

import org.jspecify.annotations.NullMarked;
