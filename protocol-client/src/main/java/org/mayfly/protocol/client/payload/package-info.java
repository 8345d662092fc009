/** The inside of an envelope: sealed context, content, padding. */
@NullMarked
package org.mayfly.protocol.client.payload;

import org.jspecify.annotations.NullMarked;
