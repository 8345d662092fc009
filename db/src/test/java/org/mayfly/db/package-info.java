/** The schema as the migrations make it: every column described, nothing owned by the application. */
@NullMarked
package org.mayfly.db;

import org.jspecify.annotations.NullMarked;
