/**
 * What a client does with the protocol: enrol, log in, seal, receive, renew keys.
 *
 * <p>Rule: operations read the store and return what is to be sent together with one {@link
 * org.mayfly.protocol.client.store.UnitOfWork}; nothing is durable, and nothing may be sent or acknowledged, before that
 * unit is committed. No clock is read here: time is a parameter. No input or output but through the ports.
 */
@NullMarked
package org.mayfly.protocol.client;

import org.jspecify.annotations.NullMarked;
