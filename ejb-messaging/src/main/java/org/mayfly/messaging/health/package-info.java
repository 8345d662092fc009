/** Whether the server can do its work. */
@NullMarked
package org.mayfly.messaging.health;

import org.jspecify.annotations.NullMarked;
