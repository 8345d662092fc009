/** Networks: the organisations on this server. */
@NullMarked
package org.mayfly.messaging.network;

import org.jspecify.annotations.NullMarked;
