/** The SDK: enrol, open, send, receive. What an application needs stands in this package; the rest serves it. */
@NullMarked
package org.mayfly.client;

import org.jspecify.annotations.NullMarked;
