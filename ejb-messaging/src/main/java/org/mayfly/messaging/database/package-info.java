/** How the other packages talk to PostgreSQL: plain JDBC in the container's transaction. */
@NullMarked
package org.mayfly.messaging.database;

import org.jspecify.annotations.NullMarked;
