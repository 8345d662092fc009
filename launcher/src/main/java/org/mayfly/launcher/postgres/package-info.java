/** The embedded PostgreSQL, its roles and the schema. Nothing here ever trusts a connection without a password. */
@NullMarked
package org.mayfly.launcher.postgres;

import org.jspecify.annotations.NullMarked;
