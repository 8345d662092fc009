/** Whether the server can do its work, and what it tells its operator: yes or no to anybody, all else to a token. */
@NullMarked
package org.mayfly.messaging.health;

import org.jspecify.annotations.NullMarked;
