/** What bin/mayfly can be told. */
@NullMarked
package org.mayfly.launcher.command;

import org.jspecify.annotations.NullMarked;
