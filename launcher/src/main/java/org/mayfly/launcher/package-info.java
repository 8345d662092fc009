/** Starts, watches and stops what an installation consists of. Knows the settings and the schema, never the application. */
@NullMarked
package org.mayfly.launcher;

import org.jspecify.annotations.NullMarked;
