/** The data folder: where things lie in it, who may use it, and the secrets in it. */
@NullMarked
package org.mayfly.launcher.data;

import org.jspecify.annotations.NullMarked;
