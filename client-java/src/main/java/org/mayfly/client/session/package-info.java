/**
 * A device at work: one thread owns protocol and store, the connection reports to it. Nothing is sent or acknowledged
 * before what it rests on is durable.
 */
@NullMarked
package org.mayfly.client.session;

import org.jspecify.annotations.NullMarked;
